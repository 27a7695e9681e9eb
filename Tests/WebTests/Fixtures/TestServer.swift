import AsyncHTTPClient
import Coordinator
import Database
import Domain
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import TestDatabases
import TestSupport
import Testing
import Web
import Wire

/// A whole server on a real database and a clock that the test moves, for the length of one test.
struct TestServer: Sendable {
    let port: Int
    let coordinator: Coordinator
    let time: ManualTime
    /// Asks the server to stop in good order; it returns at once.
    let shutDown: @Sendable () async -> Void

    /// Runs a test against a fresh server with one team, Studio North: on each engine, one after the other.
    static func run(
        configuration: WebConfiguration = WebConfiguration(port: 0),
        _ body: @Sendable @escaping (TestServer) async throws -> Void
    ) async throws {
        for engine in TestEngine.all {
            try await engine.withPlace { place in try await run(place, configuration, body) }
        }
    }

    private static func run(
        _ place: TestPlace, _ configuration: WebConfiguration,
        _ body: @Sendable @escaping (TestServer) async throws -> Void
    ) async throws {
        let time = ManualTime()
        let database = try place.open()
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let coordinator = Coordinator(
            ServiceContext(
                database: database, blobs: try FolderBlobStore(folder: "\(place.folder.path)/blobs"),
                keys: KeyRing(current: Array(repeating: 7, count: 32)), time: time, logger: logger),
            passwords: Passwords(rounds: 16))
        _ = try await Coordinator.migrate(database)
        let ports = AsyncStream<Int>.makeStream()
        let application = try buildApplication(
            coordinator: coordinator, configuration: configuration, logger: logger,
            onServerRunning: { ports.continuation.yield($0) })
        let services = ServiceGroup(configuration: .init(services: [application], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            var iterator = ports.stream.makeAsyncIterator()
            let server = TestServer(
                port: try #require(await iterator.next()), coordinator: coordinator, time: time,
                shutDown: { await services.triggerGracefulShutdown() })
            let failure: (any Error)?
            do {
                _ = try await coordinator.accounts.createTeam(name: TestPerson.team)
                try await body(server)
                failure = nil
            } catch {
                failure = error
            }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            if let failure { throw failure }
        }
        try await database.close()
    }

    /// Makes a request as it is.
    func send(
        _ method: Route.Method, _ path: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil
    ) async throws -> TestAnswer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = HTTPMethod(rawValue: method.rawValue)
        request.headers = headers
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 8 << 20)
        return TestAnswer(status: Int(response.status.code), headers: response.headers, bytes: Array(buffer: bytes))
    }

    /// Calls a route with JSON.
    func call(
        _ route: Route, _ values: String..., key: String? = nil, query: String = "", json: JSONValue? = nil
    ) async throws -> TestAnswer {
        var headers: HTTPHeaders = [:]
        if let key { headers.add(name: "authorization", value: "Bearer \(key)") }
        return try await send(
            route.method, route.filled(values) + query, headers: headers, body: json.map { WireJSON.encode($0) })
    }
}

/// An answer as it came.
struct TestAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let bytes: [UInt8]

    /// The body as JSON; null where it is anything else.
    var json: JSONValue {
        // `try?`: an answer without JSON has none.
        (try? JSONParser.parse(bytes)) ?? .null
    }

    /// The code of an error.
    var code: String? { json["error"]?["code"]?.stringValue }
    /// The message of an error.
    var message: String { json["error"]?["message"]?.stringValue ?? "" }
    /// The field that an error names.
    var field: String? { json["error"]?["details"]?["field"]?.stringValue }

    /// A text member of the body.
    func text(_ name: String) throws -> String { try #require(json[name]?.stringValue, "\(text)") }

    /// The body as text.
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension Route {
    /// The path with values in the places of its parameters.
    func filled(_ values: [String]) -> String {
        var rest = values[...]
        return pattern.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("{") ? rest.popFirst() ?? "" : String($0) }.joined(separator: "/")
    }
}
