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
        if plan.scenario == .echo { return ProgressScenario(plan, on: loop, promise).startEcho() }
        HTTPConnection.open(connections(plan), port: plan.port, on: loop) { result in
            do {
                try drive(plan, try result.get(), on: loop, promise)
            } catch {
                promise.fail(error is LoadFailure ? error : LoadFailure("no connection to the server: \(error)"))
            }
        }
    }

    /// How many connections are open before anything begins.
    private static func connections(_ plan: Plan) -> Int {
        switch plan.scenario {
        case .pickup: plan.agents.count + PickupScenario.userConnections
        case .progress, .upload: 1
        default: plan.connections ?? plan.agents.count
        }
    }

    private static func drive(
        _ plan: Plan, _ connections: [HTTPConnection], on loop: any EventLoop, _ promise: EventLoopPromise<Outcome>
    ) throws {
        switch plan.scenario {
        case .pickup: try PickupScenario(plan, connections, on: loop, promise).start()
        case .idle: IdleScenario(plan, pool: connections, on: loop, promise).start()
        case .progress: ProgressScenario(plan, on: loop, promise).startJobs(connections)
        case .upload: try UploadScenario(plan, connections[0], promise).start()
        default: try WorkerScenario(plan, on: loop, promise).drive(connections)
        }
    }
}
