import Domain
import NIOCore
import Wire

/// The agent's calls to the server, each with its types (protocol.md, *Agent REST API*).
public final class AgentClient: Sendable {
    /// Where the server is.
    public let address: ServerAddress
    let key: String?
    private let transport: HTTPTransport
    private static let patience: Duration = .seconds(20)
    private static let uploadPatience: Duration = .seconds(300)

    /// A client; without a key it can only register.
    /// - Throws: `AgentError` where the settings name no server, or one that must not be spoken to in clear.
    public init(settings: AgentSettings, key: String?) throws {
        guard let url = settings.serverURL else {
            throw AgentError(
                code: "no_server",
                message: "No server is set. Register with `safelight-agent register --server URL …`, "
                    + "or set `server.url` in config.yaml.", exit: .configuration)
        }
        address = try ServerAddress(url)
        try address.requireEncryption(unless: settings.allowInsecureHTTP)
        self.key = key
        transport = try HTTPTransport(address: address, settings: settings)
    }

    /// Trades a registration token for a key. FR-100.3.
    public func register(_ request: RegisterRequest) async throws -> RegisterResponse {
        try await call(.post, AgentRoutes.register.path().description, WireJSON.encode(request))
    }

    /// A sign of life.
    public func heartbeat(_ request: HeartbeatRequest) async throws -> HeartbeatResponse {
        try await call(.post, AgentRoutes.heartbeat.path().description, WireJSON.encode(request), timeout: .seconds(10))
    }

    /// Asks for a job, for as long as the request says and a little more.
    public func claim(_ request: ClaimRequest) async throws -> ClaimResponse {
        try await call(
            .post, AgentRoutes.claim.path().description, WireJSON.encode(request),
            timeout: .seconds((request.waitSeconds ?? 0) + 15))
    }

    /// Progress while no socket is open. FR-500.8.
    public func progress(_ update: ProgressUpdate, job: String) async throws -> ProgressResponse {
        try await call(
            .post, AgentRoutes.progress.path(job).description, WireJSON.encode(update), timeout: .seconds(10))
    }

    /// The agent as the server sees it.
    public func me() async throws -> AgentSelf {
        try await call(.get, AgentRoutes.me.path().description)
    }

    /// The connectors whose credentials agents may hold.
    func connectors(pendingOnly: Bool) async throws -> ConnectorList {
        let path = AgentRoutes.connectors.path().query(("pending_only", pendingOnly ? "true" : nil))
        return try await call(.get, path.description)
    }

    /// One connector, with what its credentials consist of.
    func connector(_ guid: String) async throws -> ConnectorMetadata {
        try await call(.get, AgentRoutes.connector.path(guid).description)
    }

    /// Says whether this agent reaches a connector.
    func report(_ request: ReportCapabilityRequest, connector: String) async throws {
        let _: Acknowledgement = try await call(
            .post, AgentRoutes.reportCapability.path(connector).description, WireJSON.encode(request))
    }

    /// Going away now.
    public func disconnect() async throws {
        let _: Acknowledgement = try await call(
            .post, AgentRoutes.disconnect.path().description, Array("{}".utf8), timeout: .seconds(5))
    }

    /// The configuration of a job, at the path that its assignment named. FR-540.9.
    func configuration(at path: String) async throws -> JSONValue {
        let answer = try await send(.get, path)
        do {
            return try JSONParser.parse(Array(answer.body.readableBytesView))
        } catch {
            throw Self.notUnderstood(answer.status)
        }
    }

    /// What the server makes of a completion.
    enum CompletionAnswer: Sendable {
        case accepted(CompletionResponse)
        case wantsBytes(UploadInvitation)
    }

    func complete(_ request: CompletionRequest, job: String) async throws -> CompletionAnswer {
        let answer = try await send(
            .post, AgentRoutes.complete.path(job).description, WireJSON.encode(request), timeout: .seconds(60))
        return answer.status == 202 ? .wantsBytes(try Self.read(answer)) : .accepted(try Self.read(answer))
    }

    func upload(_ id: String) async throws -> UploadState {
        try await call(.get, AgentRoutes.upload.path(id).description)
    }

    func chunk(_ bytes: [UInt8], upload: String, index: Int) async throws -> ChunkReceipt {
        let answer = try await transport.send(
            .put, AgentRoutes.chunk.path(upload, index).description, key: key,
            body: (bytes, "application/octet-stream"), timeout: Self.uploadPatience)
        return try Self.read(try Self.checked(answer))
    }

    func finalize(upload: String) async throws -> CompletionResponse {
        try await call(
            .post, AgentRoutes.finalize.path(upload).description, Array("{}".utf8), timeout: Self.uploadPatience)
    }

    /// Lets go of the connections; the client is of no use afterwards.
    public func close() async { await transport.close() }

    private func call<Answer: Decodable>(
        _ method: Route.Method, _ path: String, _ body: [UInt8]? = nil, timeout: Duration = patience
    ) async throws -> Answer {
        try Self.read(try await send(method, path, body, timeout: timeout))
    }

    private func send(
        _ method: Route.Method, _ path: String, _ body: [UInt8]? = nil, timeout: Duration = patience
    ) async throws -> HTTPTransport.Answer {
        let typed = body.map { (bytes: $0, type: "application/json") }
        return try Self.checked(
            try await transport.send(method, path, key: key, body: typed, timeout: timeout))
    }

    private static func checked(_ answer: HTTPTransport.Answer) throws -> HTTPTransport.Answer {
        if (200..<300).contains(answer.status) { return answer }
        // `try?`: something in front of the server may answer in a form of its own.
        let error = (try? WireJSON.decode(ErrorMessage.self, from: Array(answer.body.readableBytesView)))?.error
        throw ServerError(
            status: answer.status, code: error?.code ?? "http_\(answer.status)",
            message: error?.message ?? "The server answered \(answer.status).", retryAfter: answer.retryAfter)
    }

    private static func read<Body: Decodable>(_ answer: HTTPTransport.Answer) throws -> Body {
        do {
            return try WireJSON.decode(Body.self, from: Array(answer.body.readableBytesView))
        } catch {
            throw notUnderstood(answer.status)
        }
    }

    /// A 2xx that is not ours, for example of a hotel's sign-in page: worth another try.
    private static func notUnderstood(_ status: Int) -> ServerError {
        ServerError(
            status: nil, code: "not_understood",
            message: "The answer (\(status)) is not a Safelight server's. Is the address right?")
    }
}
