import NIOCore
import NIOPosix

/// One run: everything happens on one event loop, so that nothing of it needs a lock.
enum LoadRun {
    /// Does what the plan says and gives what was found.
    static func run(_ plan: Plan) async throws -> Outcome {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let promise = loop.makePromise(of: Outcome.self)
        loop.execute { start(plan, on: loop, promise) }
        let outcome = try await promise.futureResult.get()
        try await group.shutdownGracefully()
        return outcome
    }

    private static func start(_ plan: Plan, on loop: any EventLoop, _ promise: EventLoopPromise<Outcome>) {
        switch plan.scenario {
        case .live, .heartbeat, .claim, .emptyClaim, .throughput:
            WorkerScenario(plan, on: loop, promise).start()
        default: promise.fail(LoadFailure("not built yet"))
        }
    }
}

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

    func start() {
        let count = plan.connections ?? plan.agents.count
        HTTPConnection.open(count, port: plan.port, on: loop) { result in
            switch result {
            case .success(let connections): drive(connections)
            case .failure(let error): promise.fail(LoadFailure("the server does not take connections: \(error)"))
            }
        }
    }

    private func drive(_ connections: [HTTPConnection]) {
        let workers: [any Worker]
        do { workers = try connections.enumerated().map { try worker($1, index: $0) } } catch {
            return promise.fail(error)
        }
        let now = NIODeadline.now()
        let recorder = Recorder(window: plan.window(from: now))
        let ended = {
            for connection in connections { connection.close() }
            promise.succeed(recorder.outcome())
        }
        if let rate = plan.rate {
            OpenLoop(workers, recorder, Schedule(start: now, rate: rate), on: loop, ended: ended).start()
        } else {
            ClosedLoop(workers, recorder, ended: ended).start()
        }
    }

    private func worker(_ connection: HTTPConnection, index: Int) throws -> any Worker {
        guard plan.scenario != .live else { return RequestWorker(connection, .live) }
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
