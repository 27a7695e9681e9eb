import Domain
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization
import Wire

/// A server at a real socket that answers what a test says and remembers what it was asked.
final class FakeServer: Sendable {
    struct Request: Sendable {
        let method: String
        let path: String
        let headers: HTTPHeaders
        let body: [UInt8]

        /// The body as JSON; null where it is none.
        var json: JSONValue {
            do { return try JSONParser.parse(body) } catch { return .null }
        }
    }

    struct Reply: Sendable {
        var status = 200
        var body: [UInt8] = Array("{}".utf8)
        var headers: [(String, String)] = []
        /// The connection breaks instead of an answer.
        var isCut = false

        static func json(_ value: JSONValue, status: Int = 200) -> Reply {
            Reply(status: status, body: CanonicalJSON.encode(value))
        }

        static func error(_ status: Int, _ code: String, retryAfter: Int? = nil) -> Reply {
            Reply(
                status: status, body: WireJSON.encode(ErrorMessage(code: code, message: "The test says \(code).")),
                headers: retryAfter.map { [("Retry-After", String($0))] } ?? [])
        }

        static let cut = Reply(isCut: true)
    }

    typealias Answer = @Sendable (Request) async -> Reply
    typealias HTTPChannel = NIOAsyncChannel<HTTPServerRequestPart, HTTPPart<HTTPResponseHead, ByteBuffer>>

    private struct Script {
        var answers: [Route: Answer] = [:]
        var socketsRefused = 0
    }

    private let script = Mutex(Script())
    private let log = Mutex<[Route: Recorder<Request>]>([:])
    /// The progress sockets that were opened.
    let sockets = Recorder<FakeSocket>()
    /// The upgrades that were refused.
    let refusals = Recorder<String>()
    private let port = Mutex(0)

    var url: String { "http://127.0.0.1:\(port.withLock { $0 })" }

    /// Says what a route answers from now on.
    func on(_ route: Route, _ answer: @escaping Answer) {
        script.withLock { $0.answers[route] = answer }
    }

    /// Refuses that many WebSockets from now on.
    func refuseSockets(_ count: Int) {
        script.withLock { $0.socketsRefused = count }
    }

    /// What was asked of a route.
    func requests(_ route: Route) -> Recorder<Request> {
        log.withLock { log in
            if let recorder = log[route] { return recorder }
            let recorder = Recorder<Request>()
            log[route] = recorder
            return recorder
        }
    }

    fileprivate func answer(_ request: Request) async -> Reply {
        let (route, answer) = script.withLock { script in
            script.answers.first { $0.key.matches(request) }.map { ($0.key, $0.value) } ?? (nil, nil)
        }
        guard let route, let answer else { return .error(404, "not_found") }
        requests(route).append(request)
        return await answer(request)
    }

    fileprivate func allowsSocket(_ path: String) -> Bool {
        let isAllowed = script.withLock { script in
            if script.socketsRefused == 0 { return true }
            script.socketsRefused -= 1
            return false
        }
        if !isAllowed { refusals.append(path) }
        return isAllowed
    }
}

extension Route {
    fileprivate func matches(_ request: FakeServer.Request) -> Bool {
        let mine = pattern.split(separator: "/")
        let theirs = request.path.split(separator: "/")
        guard method.rawValue == request.method, mine.count == theirs.count else { return false }
        return zip(mine, theirs).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}

extension FakeServer {
    private enum Connection: Sendable {
        case http(HTTPChannel)
        case socket(FakeSocket.Channel, HTTPRequestHead)
    }

    /// Runs a test against a new server.
    static func run(_ test: (FakeServer) async throws -> Void) async throws {
        let server = FakeServer()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture { try server.configure(channel) }
            }
        server.port.withLock { $0 = listener.channel.localAddress?.port ?? 0 }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await listener.executeThenClose { connections in
                    await withDiscardingTaskGroup { group in
                        do {
                            for try await connection in connections {
                                group.addTask { await server.serve(connection) }
                            }
                        } catch {
                            // The test is over.
                        }
                        group.cancelAll()
                    }
                }
            }
            defer { group.cancelAll() }
            try await test(server)
        }
    }

    private func configure(_ channel: any Channel) throws -> EventLoopFuture<Connection> {
        let upgrader = NIOTypedWebSocketServerUpgrader<Connection>(
            shouldUpgrade: { channel, head in
                channel.eventLoop.makeSucceededFuture(self.allowsSocket(head.uri) ? HTTPHeaders() : nil)
            },
            upgradePipelineHandler: { channel, head in
                channel.eventLoop.makeCompletedFuture {
                    .socket(try FakeSocket.Channel(wrappingChannelSynchronously: channel), head)
                }
            })
        let configuration = NIOTypedHTTPServerUpgradeConfiguration<Connection>(
            upgraders: [upgrader],
            notUpgradingCompletionHandler: { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(HTTPByteBufferResponsePartHandler())
                    return .http(try HTTPChannel(wrappingChannelSynchronously: channel))
                }
            })
        return try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
            configuration: .init(upgradeConfiguration: configuration))
    }

    private func serve(_ connection: EventLoopFuture<Connection>) async {
        do {
            switch try await connection.get() {
            case .http(let channel): try await serve(channel)
            case .socket(let channel, let head):
                let socket = FakeSocket(path: head.uri, headers: head.headers)
                sockets.append(socket)
                try await socket.run(channel)
            }
        } catch {
            // A client may leave at any time; what it sent is recorded.
        }
    }

    private func serve(_ channel: HTTPChannel) async throws {
        try await channel.executeThenClose { inbound, outbound in
            var head: HTTPRequestHead?
            var body: [UInt8] = []
            for try await part in inbound {
                switch part {
                case .head(let received):
                    head = received
                    body = []
                case .body(let buffer): body += buffer.readableBytesView
                case .end:
                    guard let head else { return }
                    let reply = await answer(
                        Request(method: head.method.rawValue, path: head.uri, headers: head.headers, body: body))
                    if reply.isCut { return }
                    try await outbound.write(contentsOf: Self.parts(of: reply))
                }
            }
        }
    }

    private static func parts(of reply: Reply) -> [HTTPPart<HTTPResponseHead, ByteBuffer>] {
        var headers = HTTPHeaders(reply.headers)
        headers.add(name: "Content-Length", value: String(reply.body.count))
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: reply.status), headers: headers)
        return [.head(head), .body(ByteBuffer(bytes: reply.body)), .end(nil)]
    }
}

/// Lets an asynchronous channel write byte buffers.
private final class HTTPByteBufferResponsePartHandler: ChannelOutboundHandler {
    typealias OutboundIn = HTTPPart<HTTPResponseHead, ByteBuffer>
    typealias OutboundOut = HTTPServerResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part: HTTPServerResponsePart =
            switch unwrapOutboundIn(data) {
            case .head(let head): .head(head)
            case .body(let buffer): .body(.byteBuffer(buffer))
            case .end(let trailers): .end(trailers)
            }
        context.write(wrapOutboundOut(part), promise: promise)
    }
}
