/// What pages need to know of the way that browsers and agents reach the server.
struct PageSettings: Hashable, Sendable {
    /// The address that people and agents use, without a slash at the end; nil where it is what the request came to.
    var publicURL: String?
    /// Whether the server speaks TLS itself.
    var isTLS = false

    /// Whether cookies may travel over TLS only.
    var isSecure: Bool { isTLS || publicURL?.lowercased().hasPrefix("https://") == true }

    /// The server's own address, for a request that came to a host.
    func origin(host: String?) -> String {
        publicURL ?? "\(isTLS ? "https" : "http")://\(host ?? "localhost")"
    }

    /// Whether an `Origin` header names this server.
    func isOwn(origin: String, host: String?) -> Bool {
        let origin = origin.lowercased()
        if let publicURL, origin == Self.origin(of: publicURL.lowercased()) { return true }
        guard let host = host?.lowercased() else { return false }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    /// The scheme and host of an address.
    private static func origin(of url: String) -> String {
        url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3).joined(separator: "/")
    }
}
