import NIOCore

/// How long a connection may stay quiet, and how large its parts may be.
public struct ConnectionConfiguration: Sendable {
    /// A connection without a request, or between two, is closed after this time.
    public var idleTimeout: Duration
    /// From a request's first byte until its whole head is there.
    public var headTimeout: Duration
    /// Between two pieces of a request's body while the server is ready to read.
    public var bodyTimeout: Duration
    /// After the last answer, until the client has closed its side as well.
    public var closeTimeout: Duration
    /// Between the protocol pings of a WebSocket; one left unanswered until the next closes the socket.
    public var pingInterval: Duration
    /// The largest WebSocket message in bytes, all of its fragments together.
    public var maximumMessageSize: Int

    /// The limits of a server in service; each can be set for itself.
    public init(
        idleTimeout: Duration = .seconds(75),
        headTimeout: Duration = .seconds(15),
        bodyTimeout: Duration = .seconds(30),
        closeTimeout: Duration = .seconds(5),
        pingInterval: Duration = .seconds(30),
        maximumMessageSize: Int = 65_536
    ) {
        self.idleTimeout = idleTimeout
        self.headTimeout = headTimeout
        self.bodyTimeout = bodyTimeout
        self.closeTimeout = closeTimeout
        self.pingInterval = pingInterval
        self.maximumMessageSize = maximumMessageSize
    }
}

/// The certificate and key with which the server speaks TLS itself. Source: NFR-300.3.
public struct TLSFiles: Sendable {
    /// Path of the PEM file with the certificate chain, the server's own first.
    public let certificatePath: String
    /// Path of the PEM file with the private key.
    public let keyPath: String

    /// Names the two files; they are read when the server is built.
    public init(certificatePath: String, keyPath: String) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
    }
}
