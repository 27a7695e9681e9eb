import Database
import Domain
import Store
import Synchronization

/// Which interned requirements a set of capabilities meets. Requirements are few and never change, so all of them are kept
/// in memory, and read again once somebody sees that there are more.
final class RequirementCache: Sendable {
    private struct State {
        var known: [Int64: Requirement] = [:]
        var met: [[String]: [Int64]] = [:]
    }

    private static let maximumSets = 10_000
    private let state = Mutex(State())

    /// The rows of the known requirements that are met, and how many are known.
    func met(by capabilities: [String]) -> (rows: [Int64], known: Int) {
        state.withLock { state in
            if let rows = state.met[capabilities] { return (rows, state.known.count) }
            let rows = state.known.filter { $0.value.isMet(by: capabilities) }.keys.sorted()
            if state.met.count >= Self.maximumSets { state.met.removeAll() }
            state.met[capabilities] = rows
            return (rows, state.known.count)
        }
    }

    /// The requirement of a row, where it is known.
    func requirement(_ row: Int64) -> Requirement? {
        state.withLock { $0.known[row] }
    }

    /// Reads all requirements. Outside of any writing transaction, so that nothing is kept that a rollback takes away.
    func learn(_ database: any SQLDatabase) async throws {
        let all = try await database.read { tx in try RequirementStore(tx).all() }
        state.withLock { state in
            // By their number, not by the last row: a smaller one may be committed after a larger one.
            guard all.count > state.known.count else { return }
            state = State(known: Dictionary(uniqueKeysWithValues: all.map { ($0.row, $0.requirement) }))
        }
    }
}
