import Domain
import Logging
import Wire

/// Says every 30 s that the agent lives, how its machine is and what it works on. FR-100.4.
struct HeartbeatLoop: Sendable {
    let context: AgentContext
    let metrics: MachineMetrics
    /// Below this much free space the agent warns.
    private static let diskLowGB = 1.0

    /// Goes on until the task is cancelled.
    /// - Throws: `ServerError` that is final.
    func run() async throws {
        let interval = context.settings.heartbeatInterval
        // Never slower than the heartbeat itself: this loop is the first to notice that the network is back.
        var backoff = Backoff(ceiling: interval, random: context.random)
        while true {
            let begun = context.time.now()
            do {
                try await beat()
                backoff.reset()
                try await context.time.sleep(until: begun + interval)
            } catch let error as ServerError {
                if error.isFinal { throw error }
                let wait = backoff.next(after: error.retryAfter)
                context.logger.warning(
                    "heartbeat not delivered", metadata: ["reason": "\(error)", "retry_in": "\(wait.inSeconds) s"])
                try await context.time.sleep(for: wait)
            }
        }
    }

    private func beat() async throws {
        let answer = try await context.state.heartbeat { job in
            try await context.client.heartbeat(request(job: job))
        }
        if context.state.greeted.set(()) {
            context.logger.info("connected", metadata: ["server": "\(context.client.address)"])
        }
        context.state.reached.ring()
        context.state.cancel(answer.cancelJobGuids, .asked("The server asked for it in a heartbeat."))
    }

    private func request(job: String?) -> HeartbeatRequest {
        let roots = context.roots()
        let load = metrics.read()
        let identity = context.identity
        return HeartbeatRequest(
            status: .online, currentJob: job.map { .job($0) } ?? .idle, capabilities: Capabilities.list(roots: roots),
            connectors: context.connectors(), metrics: load, version: identity.version, platform: identity.platform,
            osInfo: identity.osInfo, binaryChecksum: identity.binaryChecksum, roots: roots,
            diskLow: load.diskFreeGb.map { $0 < Self.diskLowGB })
    }
}
