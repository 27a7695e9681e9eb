import Hummingbird
import HummingbirdTLS
import Logging
import NIOSSL

/// A server of a test's own on a free port, for as long as the test runs.
public enum TestServer {
    /// Runs a test against a server that answers every GET, PUT, POST and DELETE by a closure.
    public static func run(
        tls: TLSConfiguration? = nil, _ answer: @escaping @Sendable (Request) async throws -> Response,
        _ test: @escaping @Sendable (_ endpoint: String) async throws -> Void
    ) async throws {
        let router = Router()
        router.get("/") { request, _ in try await answer(request) }
        router.get("**") { request, _ in try await answer(request) }
        router.put("**") { request, _ in try await answer(request) }
        router.post("**") { request, _ in try await answer(request) }
        router.delete("**") { request, _ in try await answer(request) }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let app = Application(
            router: router, server: try tls.map { try .tls(.http1(), tlsConfiguration: $0) } ?? .http1(),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await app.run() }
            for await port in ports {
                try await test("\(tls == nil ? "http" : "https")://127.0.0.1:\(port)")
                break
            }
            group.cancelAll()
        }
    }
}
