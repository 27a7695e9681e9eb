import Database
import Domain
import Store
import Synchronization

/// Which interned requirements a set of capabilities meets. Requirements are few and never change, so all of them are kept
/// in memory, and read again when there are more.
final class RequirementCache: Sendable {
    private struct State {
        var known: [(row: Int64, requirement: Requirement)] = []
        var met: [[String]: [Int64]] = [:]
    }

    private static let maximumSets = 10_000
    private let state = Mutex(State())

    /// The rows of the requirements that are met.
    /// - Parameter tx: one that only reads: what it sees is committed, so nothing is kept that a rollback takes away.
    func met(by capabilities: [String], _ tx: any SQLConnection) throws -> [Int64] {
        let store = RequirementStore(tx)
        let count = try store.count()
        if let rows = cached(capabilities, count) { return rows }
        // By their number, not by the last row: a smaller one may be committed after a larger one.
        let known = try store.all()
        return state.withLock { state in
            if known.count > state.known.count { state = State(known: known) }
            let rows = state.known.filter { $0.requirement.isMet(by: capabilities) }.map(\.row)
            if state.met.count >= Self.maximumSets { state.met.removeAll() }
            state.met[capabilities] = rows
            return rows
        }
    }

    private func cached(_ capabilities: [String], _ count: Int) -> [Int64]? {
        state.withLock { state in state.known.count >= count ? state.met[capabilities] : nil }
    }
}
