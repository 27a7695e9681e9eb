import Domain
import Store

extension ProgressService {
    /// How it stands with an attempt whose socket is open, read anew: an event that said so may have been lost.
    public struct Standing: Hashable, Sendable {
        /// The job's status.
        public let status: JobStatus
        /// Whether the job is still this agent's, in this attempt.
        public let isHeld: Bool
        /// Whether no later socket has taken the place of this one, at whichever server.
        public let isLatest: Bool
        /// Whether the agent has been asked to stop.
        public let isCancelled: Bool
        /// Whether the agent's key opens nothing any more.
        public let isExpelled: Bool
    }

    /// How it stands with an attempt.
    public func standing(of held: Held) async throws -> Standing {
        try await context.database.read { tx in
            let job = try JobStore(tx).find(row: held.row)
            let agent = try AgentStore(tx).find(row: held.agent)
            // A deleted agent's row stays, without its key.
            let isKnown = try agent.map { try AgentStore(tx).find($0.guid, team: held.team) != nil } ?? false
            return Standing(
                status: job?.status ?? .cancelled,
                isHeld: job.map {
                    $0.status.isHeld && $0.state.attempt == held.attempt && $0.agentRowID == held.agent
                } ?? false, isLatest: try JobStore(tx).socket(row: held.row) == held.socket,
                isCancelled: job?.cancelRequestedAt != nil, isExpelled: !isKnown || agent?.status == .revoked)
        }
    }
}
