import NIOCore

/// Agents that have nothing to do: each holds a claim open all the time, and sends a heartbeat every 30 s over a pool of
/// connections that all share.
final class IdleScenario {
    private let plan: Plan
    private let loop: any EventLoop
    private let promise: EventLoopPromise<Outcome>
    private var recorder: Recorder
    private var pool: CircularBuffer<HTTPConnection>
    private var due = CircularBuffer<(key: String, at: NIODeadline)>()
    private var waiting = 0
    private var nextAgent = 0
    private var beats = 0
    private let began = NIODeadline.now()

    /// The longest that a claim is held, in seconds, as the agent asks for it.
    private var wait: Int { plan.waitSeconds ?? 25 }
    /// Between two heartbeats of an agent, in seconds.
    private static let heartbeatInterval = 30.0

    /// - Parameter pool: the connections for heartbeats.
    init(_ plan: Plan, pool: [HTTPConnection], on loop: any EventLoop, _ promise: EventLoopPromise<Outcome>) {
        self.plan = plan
        self.loop = loop
        self.promise = promise
        self.pool = CircularBuffer(pool)
        recorder = Recorder(window: .distantFuture..<(.distantFuture))
    }

    /// Agents arrive evenly over the time of one claim, so that they stay spread.
    func start() {
        addAgent()
        beat()
    }

    private func addAgent() {
        guard nextAgent < plan.agents.count else { return settle() }
        let agent = plan.agents[nextAgent]
        nextAgent += 1
        HTTPConnection.open(port: plan.port, on: loop) { [self] result in
            switch result {
            case .success(let connection):
                waiting += 1
                hold(connection, .claim(agent.key, capabilities: plan.capabilities ?? [], wait: wait))
            case .failure(let error):
                promise.fail(LoadFailure("the server takes no more than \(waiting) agents: \(error)"))
            }
        }
        let rate = Double(plan.agents.count) / Double(wait)
        let next = began + .nanoseconds(Int64(Double(nextAgent) / rate * 1e9))
        loop.assumeIsolated().scheduleTask(deadline: next) { [self] in addAgent() }
    }

    private func hold(_ connection: HTTPConnection, _ claim: HTTPRequest) {
        connection.send(claim) { [self] answer in
            guard recorder.accepts(answer, "claim") else { return waiting -= 1 }
            recorder.operationEnded(at: answer.arrived)
            hold(connection, claim)
        }
    }

    /// All are there: warms up, says so, and measures.
    private func settle() {
        let begin = NIODeadline.now() + .nanoseconds(Int64(plan.warmupSeconds * 1e9))
        let end = begin + .nanoseconds(Int64(plan.seconds * 1e9))
        loop.assumeIsolated().scheduleTask(deadline: begin) { [self] in
            Output.line(["steady": waiting])
            recorder = Recorder(window: .now()..<end)
        }
        loop.assumeIsolated().scheduleTask(deadline: end) { [self] in
            if waiting < plan.agents.count { recorder.fail("agents gone", count: plan.agents.count - waiting) }
            promise.succeed(recorder.outcome())
        }
    }

    private func beat() {
        let rate = Double(plan.agents.count) / Self.heartbeatInterval
        let schedule = Schedule(start: began, rate: rate)
        let now = NIODeadline.now()
        while schedule.due(beats) <= now {
            let agent = plan.agents[beats % plan.agents.count]
            if beats % plan.agents.count < nextAgent { due.append((agent.key, schedule.due(beats))) }
            beats += 1
        }
        send()
        loop.assumeIsolated().scheduleTask(deadline: schedule.due(beats)) { [self] in beat() }
    }

    private func send() {
        while let (key, at) = due.first, let connection = pool.popFirst() {
            due.removeFirst()
            connection.send(.heartbeat(key)) { [self] answer in
                guard recorder.accepts(answer, "heartbeat") else { return }
                recorder.record(.request, from: at, to: answer.arrived)
                pool.append(connection)
                send()
            }
        }
    }
}
