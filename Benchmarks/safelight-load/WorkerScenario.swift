import NIOCore

/// Workers on kept connections, in a closed or an open loop.
struct WorkerScenario {
    private let plan: Plan
    private let loop: any EventLoop
    private let promise: EventLoopPromise<Outcome>

    init(_ plan: Plan, on loop: any EventLoop, _ promise: EventLoopPromise<Outcome>) {
        self.plan = plan
        self.loop = loop
        self.promise = promise
    }

    func drive(_ connections: [HTTPConnection]) throws {
        let workers = try connections.enumerated().map { try worker($1, index: $0) }
        let now = NIODeadline.now()
        let recorder = Recorder(window: plan.window(from: now))
        let promise = promise
        let ended = { promise.succeed(recorder.outcome()) }
        if let rate = plan.rate {
            OpenLoop(workers, recorder, Schedule(start: now, rate: rate), on: loop, ended: ended).start()
        } else {
            ClosedLoop(workers, recorder, ended: ended).start()
        }
    }

    private func worker(_ connection: HTTPConnection, index: Int) throws -> any Worker {
        guard plan.scenario != .live else { return RequestWorker(connection, .live) }
        if plan.scenario == .page {
            guard let path = plan.path, let cookie = plan.cookie else {
                throw LoadFailure("the plan names no page, or nobody who opens it")
            }
            return RequestWorker(connection, .page(path, cookie: cookie))
        }
        guard !plan.agents.isEmpty else { throw LoadFailure("the plan names no agents") }
        let key = plan.agents[index % plan.agents.count].key
        let capabilities = plan.capabilities ?? []
        switch plan.scenario {
        case .heartbeat: return RequestWorker(connection, .heartbeat(key))
        case .emptyClaim: return RequestWorker(connection, .claim(key, capabilities: capabilities, wait: 0))
        default:
            guard let results = plan.results else { throw LoadFailure("the plan holds no results") }
            return JobWorker(
                connection, key: key, capabilities: capabilities, results: SignedResults(canonical: results),
                reportsStart: plan.scenario == .throughput)
        }
    }
}

extension Plan {
    /// When it counts, from now on.
    func window(from now: NIODeadline) -> Range<NIODeadline> {
        let begin = now + .nanoseconds(Int64(warmupSeconds * 1e9))
        return begin..<(begin + .nanoseconds(Int64(seconds * 1e9)))
    }
}
