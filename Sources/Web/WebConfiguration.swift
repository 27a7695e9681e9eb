/// How a server listens, and how it is reached.
public struct WebConfiguration: Sendable {
    /// The address to listen on.
    public var host: String
    /// The port; 0 lets the system choose.
    public var port: Int
    /// Certificate and key for TLS of our own; nil behind a proxy, or for plain HTTP.
    public var tls: TLSFiles?
    /// Where browsers and agents find the server, for example `https://photos.example.org`; nil to go by each request's host.
    public var publicURL: String?
    /// Proxies whose `X-Forwarded-Proto` and `X-Forwarded-Host` are believed.
    public var trustedProxies: [AddressRange]
    /// Whether the server is about to stop.
    public var draining: Draining?
    /// Limits of connections.
    public var connection: ConnectionConfiguration

    /// A configuration; by default plain HTTP for this machine only.
    public init(
        host: String = "127.0.0.1", port: Int = 8080, tls: TLSFiles? = nil, publicURL: String? = nil,
        trustedProxies: [AddressRange] = [], connection: ConnectionConfiguration = .init()
    ) {
        self.host = host
        self.port = port
        self.tls = tls
        self.publicURL = publicURL
        self.trustedProxies = trustedProxies
        self.connection = connection
    }
}
