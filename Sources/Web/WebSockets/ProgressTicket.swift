import Coordinator

/// An agent's right to report on its job by a socket, from the decision until the socket has gone, be it ever opened or not.
final class ProgressTicket: Sendable {
    let held: ProgressService.Held
    /// The agent has to stop at once.
    let isCancelled: Bool
    /// What happened to the job and the agent since just before the ticket was given.
    let events: EventSubscription
    private let progress: ProgressService

    private init(
        held: ProgressService.Held, isCancelled: Bool, events: EventSubscription, progress: ProgressService
    ) {
        self.held = held
        self.isCancelled = isCancelled
        self.events = events
        self.progress = progress
    }

    /// Moves the job to RUNNING and gives a ticket for it.
    static func open(_ coordinator: Coordinator, job: String, _ caller: AgentCaller) async throws -> ProgressTicket {
        // First, so that no cancellation slips in between.
        let events = coordinator.progress.events(job: job, for: caller)
        do {
            let (held, isCancelled) = try await coordinator.progress.openSocket(job: job, from: caller)
            return ProgressTicket(
                held: held, isCancelled: isCancelled, events: events, progress: coordinator.progress)
        } catch {
            events.cancel()
            throw error
        }
    }

    /// The socket has gone.
    func close() {
        events.cancel()
        progress.closeSocket(held)
    }

    deinit { close() }
}
