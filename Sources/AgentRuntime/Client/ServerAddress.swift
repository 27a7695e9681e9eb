/// Where the server is: what the user gave, taken apart and checked.
public struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    /// Whether the connection is encrypted.
    public let isSecure: Bool
    /// The name or address, an IPv6 one without its brackets.
    public let host: String
    /// The port.
    public let port: Int
    /// A path in front of every path of the server, without a slash at its end; empty mostly.
    public let basePath: String

    /// Takes a URL such as `https://photos.example.org` apart.
    /// - Throws: `AgentError` that says what a right one looks like.
    public init(_ text: String) throws {
        let wrong = AgentError(
            code: "invalid_server_url",
            message: "\"\(text)\" is not a server's address. It looks like https://photos.example.org "
                + "or http://127.0.0.1:8080.", exit: .usage)
        let lower = text.lowercased()
        guard lower.hasPrefix("https://") || lower.hasPrefix("http://") else { throw wrong }
        isSecure = lower.hasPrefix("https://")
        let rest = text.dropFirst(isSecure ? 8 : 7)
        let authority = rest.prefix { $0 != "/" }
        let path = rest.dropFirst(authority.count)
        guard !rest.contains(where: { "?#@ ".contains($0) || $0.isNewline }) else { throw wrong }
        var end = path[...]
        while end.hasSuffix("/") { end.removeLast() }
        basePath = String(end)
        guard let (host, port) = Self.split(authority) else { throw wrong }
        self.host = host
        self.port = port ?? (isSecure ? 443 : 80)
    }

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        var host = authority
        var rest: Substring = ""
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            rest = authority[authority.index(after: end)...]
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            rest = authority[colon...]
        }
        guard !host.isEmpty else { return nil }
        if rest.isEmpty { return (String(host), nil) }
        guard rest.first == ":", let port = Int(rest.dropFirst()), (1...65_535).contains(port) else { return nil }
        return (String(host), port)
    }

    /// Host and port as a `Host` header has them.
    public var authority: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? shown : "\(shown):\(port)"
    }

    /// The URL again, without a slash at its end.
    public var description: String { "\(isSecure ? "https" : "http")://\(authority)\(basePath)" }

    /// Whether the server is on this very machine.
    public var isLoopback: Bool {
        host.lowercased() == "localhost" || host == "::1" || Self.isLoopbackIPv4(host)
    }

    private static func isLoopbackIPv4(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// Refuses to send keys in clear over a network. NFR-300.3.
    public func requireEncryption(unless allowed: Bool) throws {
        guard !isSecure, !isLoopback, !allowed else { return }
        throw AgentError(
            code: "insecure_http",
            message: "\(self) is plain HTTP: the API key would cross the network in clear. Use https://, or say "
                + "--allow-insecure-http if the network is yours.", exit: .configuration)
    }

    /// The path on the server's host of an absolute path that the server named.
    func path(_ absolutePath: String) -> String {
        basePath + (absolutePath.hasPrefix("/") ? absolutePath : "/" + absolutePath)
    }
}
