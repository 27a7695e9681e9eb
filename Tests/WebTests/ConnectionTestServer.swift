import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Testing
import Web

/// A server that runs for the length of one test.
struct ConnectionTestServer: Sendable {
    let port: Int
    /// Asks the server to stop in good order; it returns at once.
    let shutDown: @Sendable () async -> Void

    /// Runs the application with the connection layer under test, on a port of the system's choice.
    static func run<Value: Sendable>(
        gate: @escaping SocketGate = { _ in .notFound },
        configuration: ConnectionConfiguration = .patient,
        tls: TLSFiles? = nil,
        routes: (Router<SafelightRequestContext>) -> Void = { _ in },
        _ body: @Sendable @escaping (ConnectionTestServer) async throws -> Value
    ) async throws -> Value {
        let router = Router(context: SafelightRequestContext.self)
        router.get("hello") { _, _ in "hello" }
        router.post("length") { request, _ in
            try await String(request.body.collect(upTo: 1 << 20).readableBytes)
        }
        routes(router)
        let ports = AsyncStream<Int>.makeStream()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = Application(
            router: router, server: try .safelight(gate: gate, configuration: configuration, tls: tls),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { ports.continuation.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let services = ServiceGroup(configuration: .init(services: [application], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            var iterator = ports.stream.makeAsyncIterator()
            let port = try #require(await iterator.next())
            let server = ConnectionTestServer(port: port) { await services.triggerGracefulShutdown() }
            let result = await Swift.Result { try await body(server) }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            return try result.get()
        }
    }
}

extension ConnectionConfiguration {
    /// Waits longer than any test: a machine that is busy with other tests may hold a client up for many seconds.
    static let patient = ConnectionConfiguration(
        idleTimeout: .seconds(3600), headTimeout: .seconds(3600), bodyTimeout: .seconds(3600),
        closeTimeout: .seconds(3600), pingInterval: .seconds(3600))
}

extension Result where Failure == any Error {
    fileprivate init(catching body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}

/// An event that a test waits for; it may come before the wait.
struct Event<Value: Sendable>: Sendable {
    private let stream: AsyncStream<Value>
    private let continuation: AsyncStream<Value>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func occur(_ value: Value) {
        continuation.yield(value)
    }

    /// The next occurrence.
    func wait() async throws -> Value {
        for await value in stream { return value }
        throw CancellationError()
    }
}

extension Event where Value == Void {
    func occur() { occur(()) }
}
