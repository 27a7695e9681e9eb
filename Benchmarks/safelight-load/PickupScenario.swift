import NIOCore
import Wire

/// Agents wait for jobs; runs are started on a fixed schedule, each for the agent that has waited longest. Timed from
/// when the run was due to be requested to when its agent has the job.
final class PickupScenario {
    private let plan: Plan
    private let loop: any EventLoop
    private let promise: EventLoopPromise<Outcome>
    private let recorder: Recorder
    private let results: SignedResults
    private var users: CircularBuffer<HTTPConnection>
    private var agents: [WaitingAgent] = []
    private var idle = CircularBuffer<Int>()
    private var due = CircularBuffer<NIODeadline>()
    private let schedule: Schedule
    private var next = 0

    /// An agent with its connection, and since when a job is on its way to it.
    private struct WaitingAgent {
        let connection: HTTPConnection
        let key: String
        let collection: String
        let claim: HTTPRequest
        var requested: NIODeadline?
    }

    /// Connections of users, the first of those that are opened.
    static let userConnections = 8
    /// The longest that a claim is held, in seconds.
    private static let wait = 25

    init(
        _ plan: Plan, _ connections: [HTTPConnection], on loop: any EventLoop, _ promise: EventLoopPromise<Outcome>
    ) throws {
        guard let results = plan.results, let rate = plan.rate, plan.token != nil else {
            throw LoadFailure("pickup needs results, rate and token in its plan")
        }
        self.plan = plan
        self.loop = loop
        self.promise = promise
        self.results = SignedResults(canonical: results)
        let now = NIODeadline.now()
        recorder = Recorder(window: plan.window(from: now))
        schedule = Schedule(start: now + .milliseconds(500), rate: rate)
        users = CircularBuffer(connections.prefix(Self.userConnections))
        agents = try zip(connections.dropFirst(Self.userConnections), plan.agents).map { connection, agent in
            guard let collection = agent.collection else { throw LoadFailure("an agent of the plan has no collection") }
            return WaitingAgent(
                connection: connection, key: agent.key, collection: collection,
                claim: .claim(agent.key, capabilities: plan.capabilities ?? [], wait: Self.wait))
        }
    }

    func start() {
        for index in agents.indices { wait(index) }
        pump()
        loop.assumeIsolated().scheduleTask(deadline: recorder.window.upperBound + .seconds(2)) { [self] in
            let missing = agents.filter { $0.requested != nil }.count + due.count
            if missing > 0 { recorder.fail("jobs that reached no agent", count: missing) }
            promise.succeed(recorder.outcome())
        }
    }

    private func wait(_ index: Int) {
        idle.append(index)
        claim(index)
        dispatch()
    }

    private func claim(_ index: Int) {
        agents[index].connection.send(agents[index].claim) { [self] answer in
            guard recorder.accepts(answer, "claim") else { return }
            guard let assignment = Assignment(answer.body) else { return claim(index) }
            if let requested = agents[index].requested {
                recorder.record(.pickup, from: requested, to: answer.arrived)
                recorder.operationEnded(at: answer.arrived)
            }
            agents[index].requested = nil
            agents[index].connection.send(.complete(agents[index].key, assignment, results)) { [self] answer in
                if recorder.accepts(answer, "complete") { wait(index) }
            }
        }
    }

    private func pump() {
        let now = NIODeadline.now()
        while schedule.due(next) <= now, schedule.due(next) < recorder.window.upperBound {
            due.append(schedule.due(next))
            next += 1
        }
        dispatch()
        guard schedule.due(next) < recorder.window.upperBound else { return }
        loop.assumeIsolated().scheduleTask(deadline: schedule.due(next)) { [self] in pump() }
    }

    private func dispatch() {
        while let start = due.first, !users.isEmpty, let index = idle.popFirst() {
            let user = users.removeFirst()
            due.removeFirst()
            agents[index].requested = start
            let run = HTTPRequest(
                UserRoutes.startRun, path: UserRoutes.startRun.path(agents[index].collection), secret: plan.token,
                json: "{\"tool\":\"photostats\"}")
            user.send(run) { [self] answer in
                users.append(user)
                if recorder.accepts(answer, "run") { recorder.record(.request, from: start, to: answer.arrived) }
                dispatch()
            }
        }
    }
}
