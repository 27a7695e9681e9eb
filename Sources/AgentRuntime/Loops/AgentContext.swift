import Domain
import Logging

/// What every loop of one agent is given.
struct AgentContext: Sendable {
    let client: AgentClient
    let settings: AgentSettings
    let identity: AgentIdentity
    let home: AgentHome
    let time: any TimeSource
    let random: any RandomSource
    let logger: Logger
    let state: AgentState
    /// The folders that jobs may read now; asked again each time, so that `roots add` needs no restart.
    let roots: @Sendable () -> [String]
    /// The credentials that this agent holds, as they are now; `connectors configure` needs no restart either.
    let credentials: CredentialCache

    /// The connectors of these credentials. A store that cannot be used holds none, and the log says why.
    func connectors() -> [String] {
        do {
            return try credentials.read().connectors
        } catch {
            logger.error("credentials cannot be used", metadata: ["reason": "\(error)"])
            return []
        }
    }
}

extension AgentContext {
    /// Waits after a failed call, unless no more work is wanted. Where the server did not ask for the pause, the news that it
    /// answered another loop ends it.
    /// - Throws: `CutShort` when the agent is to stop, `CancellationError`.
    func pause(_ wait: Duration, after error: ServerError) async throws {
        state.reached.silence()
        try await state.draining.cuttingShort { [state, time] in
            if error.retryAfter == nil {
                try await state.reached.wait(atMost: wait, on: time)
            } else {
                try await time.sleep(for: wait)
            }
        }
    }
}
