import AsyncHTTPClient
import Coordinator
import Database
import Domain
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Store
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Web

/// A server with all pages on a real database, for the length of one test.
struct PageSite: Sendable {
    static let password = "correct horse battery"

    let coordinator: Coordinator
    let setupCode: String
    let port: Int

    /// Runs a test against a fresh site: on each engine, one after the other.
    static func run(_ body: @Sendable @escaping (PageSite) async throws -> Void) async throws {
        for engine in TestEngine.all {
            try await engine.withPlace { place in try await run(place, body) }
        }
    }

    private static func run(
        _ place: TestPlace, _ body: @Sendable @escaping (PageSite) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let context = ServiceContext(
            database: try place.open(),
            blobs: try FolderBlobStore(folder: "\(place.folder.path)/blobs"),
            keys: KeyRing(current: Array(repeating: 7, count: 32)),
            logger: logger)
        _ = try await Coordinator.migrate(context.database)
        let coordinator = Coordinator(context, passwords: Passwords(rounds: 16))
        let code = try await coordinator.accounts.makeSetupCode() ?? ""
        let ports = AsyncStream<Int>.makeStream()
        let application = try buildApplication(
            coordinator: coordinator, configuration: WebConfiguration(port: 0), logger: context.logger
        ) { ports.continuation.yield($0) }
        let services = ServiceGroup(configuration: .init(services: [application], logger: context.logger))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            var iterator = ports.stream.makeAsyncIterator()
            let port = try #require(await iterator.next())
            group.addTask {
                do {
                    try await body(PageSite(coordinator: coordinator, setupCode: code, port: port))
                } catch {
                    // The group waits for the server, after an error too.
                    await services.triggerGracefulShutdown()
                    throw error
                }
                await services.triggerGracefulShutdown()
            }
            try await group.waitForAll()
        }
        try await context.database.close()
    }

    /// A browser that nobody has signed in with.
    func browser() -> PageBrowser { PageBrowser(port: port) }

    /// A browser of the administrator whom set-up made.
    func administrator() async throws -> PageBrowser {
        let browser = browser()
        _ = try await browser.post(
            "/setup",
            [
                "code": setupCode, "team_name": "Studio North", "name": "Inês Marques",
                "email": "ines@studio-north.example", "password": Self.password,
            ])
        return browser
    }

    /// Somebody else's browser.
    func person(_ email: String, team: String, role: Role) async throws -> PageBrowser {
        _ = try await coordinator.accounts.createUser(
            team: team, email: email, name: "Somebody", role: role, password: Self.password)
        let browser = browser()
        _ = try await browser.post("/sign-in", ["email": email, "password": Self.password])
        return browser
    }

    /// An agent that is online and can run some tools.
    @discardableResult
    func agent(_ name: String, team: String = "Studio North", tools: [Tool] = [.photostats]) async throws -> String {
        let caller = try await coordinator.accounts.person(team: team, email: nil)
        let token = try await coordinator.registration.createToken(name: name, by: caller)
        let answer = try await coordinator.registration.register(
            RegisterRequest(
                registrationToken: token.token ?? "", name: name, hostname: "\(name).local", version: "0.1.0",
                platform: "linux-amd64", binaryChecksum: String(repeating: "a", count: 64),
                capabilities: ["local_filesystem"] + tools.map { "tool:\($0.rawValue):1.0.0" }, roots: ["/photos"]))
        let agent = try await coordinator.heartbeats.authenticate(key: answer.apiKey)
        _ = try await coordinator.heartbeats.heartbeat(HeartbeatRequest(status: .online), from: agent)
        return answer.agentGuid
    }
}

extension PageSite {
    /// The options that a job was started with.
    func parameters(_ job: JobID) async throws -> RunParameters {
        let team = try await coordinator.accounts.person(team: "Studio North", email: nil).team.rowID
        let found = try await coordinator.context.database.read { tx in try JobStore(tx).find(job, team: team) }
        return try WireJSON.decode(RunParameters.self, from: WireJSON.encode(try #require(found).parameters))
    }
}

/// A page as it came.
struct PageAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: String
    /// The bytes of the body, as they came.
    let length: Int

    /// Where a redirect leads.
    var location: String? { headers.first(name: "location") }

    /// The value of the first tag's attribute that carries a name.
    func value(named name: String) -> String? {
        Markup.tags(body).first { $0.attributes["name"] == name }?.attributes["value"]
    }

    /// The guid behind a path's beginning, in the redirect or in the page.
    func guid(after path: String) -> String {
        let text = location ?? body
        guard let range = text.firstRange(of: path) else { return "" }
        return String(text[range.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" })
    }
}

/// A browser as far as forms need one: it keeps cookies, follows nothing by itself, and sends the csrf field of the last page.
actor PageBrowser {
    private let port: Int
    private var cookies: [String: String] = [:]

    init(port: Int) {
        self.port = port
    }

    /// Asks for a page.
    func get(_ path: String, headers: HTTPHeaders = [:]) async throws -> PageAnswer {
        try await send(.GET, path, nil, headers)
    }

    /// Sends a form, with the csrf field that the person's pages carry.
    func submit(_ path: String, _ fields: [String: String] = [:]) async throws -> PageAnswer {
        let token = try await get("/notifications").value(named: "csrf") ?? ""
        return try await post(path, fields.merging(["csrf": token]) { given, _ in given })
    }

    /// Sends a form as it is.
    func post(
        _ path: String, _ fields: [String: String], headers: HTTPHeaders = [:]
    ) async throws -> PageAnswer {
        let pairs = fields.map { name, value in "\(name)=\(Self.encode(value))" }
        return try await send(.POST, path, pairs.joined(separator: "&"), headers)
    }

    /// Follows a redirect.
    func follow(_ answer: PageAnswer) async throws -> PageAnswer {
        try await get(answer.location ?? "/no-redirect")
    }

    func hasCookie(_ name: String) -> Bool { cookies[name] != nil }

    private func send(
        _ method: HTTPMethod, _ path: String, _ form: String?, _ headers: HTTPHeaders
    ) async throws -> PageAnswer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        request.headers = headers
        request.headers.add(name: "accept", value: "text/html")
        if method != .GET, !headers.contains(name: "origin") {
            request.headers.add(name: "origin", value: "http://127.0.0.1:\(port)")
        }
        if !cookies.isEmpty {
            let pairs = cookies.map { "\($0.key)=\($0.value)" }
            request.headers.add(name: "cookie", value: pairs.joined(separator: "; "))
        }
        if let form {
            request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: form))
        }
        let response = try await Self.client.execute(request, timeout: .seconds(20))
        for cookie in response.headers["set-cookie"] { keep(cookie) }
        let body = try await response.body.collect(upTo: 1 << 24)
        return PageAnswer(
            status: Int(response.status.code), headers: response.headers, body: String(buffer: body),
            length: body.readableBytes)
    }

    private static let client = HTTPClient(
        eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
        configuration: .init(redirectConfiguration: .disallow))

    private func keep(_ cookie: String) {
        let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let isGone = cookie.lowercased().contains("max-age=0")
        cookies[String(pair[0])] = isGone ? nil : String(pair[1])
    }

    private static func encode(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
