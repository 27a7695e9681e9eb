import Domain
import Logging
import Wire

/// Delivers what is left in the spool, then claims one job after the other and does it.
struct WorkLoop: Sendable {
    let context: AgentContext
    let runner: JobRunner
    let deliverer: Deliverer

    /// Ends when no more jobs are wanted, or after one with `once`.
    /// - Throws: `ServerError` that is final, `CancellationError`.
    func run(once: Bool) async throws {
        do {
            try await deliverSpool()
            // The first heartbeat says that this agent works on nothing; it must not overtake a claim.
            try await context.state.draining.cuttingShort { [state = context.state] in
                _ = try await state.greeted.wait()
            }
            var backoff = Backoff(random: context.random)
            while context.state.draining.value == nil {
                guard let job = try await claim(&backoff) else { continue }
                try await runner.run(job)
                if once { return }
            }
        } catch is CutShort {
            context.logger.debug("no more jobs are claimed")
        }
    }

    private func deliverSpool() async throws {
        for entry in try deliverer.spool.entries() {
            context.logger.info(
                "delivering a result from before", metadata: ["job": "\(entry.job)", "attempt": "\(entry.attempt)"])
            try await context.state.begin(entry.job, nil)
            defer { context.state.end() }
            try await deliverer.deliver(entry)
        }
    }

    /// One claim, which the server holds for a while; waits after a failure.
    private func claim(_ backoff: inout Backoff) async throws -> JobAssignment? {
        let begun = context.time.now()
        let wait = context.settings.claimWait
        let request = ClaimRequest(
            capabilities: Capabilities.list(roots: context.roots(), connectors: context.connectors()), waitSeconds: wait
        )
        do {
            let answer = try await context.state.draining.cuttingShort { [client = context.client] in
                try await client.claim(request)
            }
            backoff.reset()
            if let job = answer.job { return job }
            // A server that does not hold the claim must not be asked without a pause.
            try await context.state.draining.cuttingShort { [time = context.time] in
                try await time.sleep(until: begun + .seconds(wait == 0 ? 5 : 1))
            }
        } catch let error as ServerError {
            if error.isFinal { throw error }
            let wait = backoff.next(after: error.retryAfter)
            context.logger.warning(
                "no job could be claimed", metadata: ["reason": "\(error)", "retry_in": "\(wait.inSeconds) s"])
            try await context.pause(wait, after: error)
        }
        return nil
    }
}
