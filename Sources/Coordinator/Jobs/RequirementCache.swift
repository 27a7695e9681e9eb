import Database
import Domain
import Store
import Synchronization

/// Which interned requirements a set of capabilities meets. Requirements are few and never change, so all of them are kept
/// in memory and only new ones are read.
final class RequirementCache: Sendable {
    private struct State {
        var known: [(row: Int64, requirement: Requirement)] = []
        var met: [[String]: (known: Int, rows: [Int64])] = [:]
    }

    private static let maximumSets = 10_000
    private let state = Mutex(State())

    /// The rows of the requirements that are met.
    func met(by capabilities: [String], _ tx: any SQLConnection) throws -> [Int64] {
        let last = state.withLock { $0.known.last?.row ?? 0 }
        let new = try RequirementStore(tx).all(after: last)
        return state.withLock { state in
            let end = state.known.last?.row ?? 0
            state.known += new.filter { $0.row > end }
            if let cached = state.met[capabilities], cached.known == state.known.count { return cached.rows }
            let rows = state.known.filter { $0.requirement.isMet(by: capabilities) }.map(\.row)
            if state.met.count >= Self.maximumSets { state.met.removeAll() }
            state.met[capabilities] = (state.known.count, rows)
            return rows
        }
    }
}
