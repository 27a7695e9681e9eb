import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// A request to turn its connection into a WebSocket.
public struct SocketRequest: Sendable {
    /// The path, percent-encoding as it came, without the query.
    public let path: String
    /// The request's header fields.
    public let headers: HTTPFields
    /// The `Host` the client asked for, with its port if it named one.
    public let host: String?
    /// The address of the connection's other end, without a port; a proxy's, if there is one.
    public let remoteAddress: String?
    private let uri: URI

    /// A request as it came over a connection.
    init(_ head: HTTPRequestHead, remoteAddress: String?) {
        uri = URI(head.uri)
        path = uri.path
        headers = HTTPFields(head.headers, splitCookie: false)
        host = head.headers.first(name: "host")
        self.remoteAddress = remoteAddress
    }

    /// The first value of a query item, decoded; nil if the query has no such item.
    public func query(_ name: String) -> String? {
        uri.queryParameters[Substring(name)].map(String.init)
    }
}

/// What becomes of a request for a WebSocket.
public enum SocketDecision: Sendable {
    /// No socket lives at this path: the request goes to the router like any other.
    case notFound
    /// Answered with an error's JSON body; the connection goes on.
    case refuse(status: Int, code: String, message: String)
    /// Becomes a WebSocket that this session serves. The session's task is cancelled when the socket closes, and the socket closes (1000) when the session returns.
    case accept(@Sendable (WebSocketConnection) async -> Void)
    /// Becomes a WebSocket that is closed at once, for refusals that must carry a close code.
    case acceptThenClose(code: UInt16, reason: String)
}

/// Decides about each request for a WebSocket, on any request of a connection.
public typealias SocketGate = @Sendable (SocketRequest) async -> SocketDecision
