import Coordinator
import HTTPTypes
import Hummingbird

/// Which origin is our own, and that changing requests by session come from there (protocol.md, *User API*).
struct OriginRule: Sendable {
    /// Where browsers find the server, as configured; nil to take it from each request.
    let publicURL: String?
    /// Whether the server speaks TLS itself.
    let hasTLS: Bool
    /// Whose `X-Forwarded-` headers are believed.
    let trustedProxies: [AddressRange]

    /// What a rule looks at.
    struct Facts {
        let headers: HTTPFields
        let host: String?
        let remoteAddress: String?
    }

    /// Whether cookies are to travel over TLS only.
    var isSecure: Bool { hasTLS || publicURL?.hasPrefix("https://") == true }

    /// The origin under which the request's client knows the server.
    func own(_ facts: Facts) -> String? {
        if let publicURL { return Self.origin(of: publicURL) }
        var scheme = hasTLS ? "https" : "http"
        var host = facts.host
        if let address = facts.remoteAddress, trustedProxies.contains(where: { $0.contains(address) }) {
            scheme = Self.first(facts.headers, "x-forwarded-proto") ?? scheme
            host = Self.first(facts.headers, "x-forwarded-host") ?? host
        }
        return host.flatMap { Self.origin(of: "\(scheme)://\($0)") }
    }

    /// Whether credentials may travel in the answer: over TLS all the way, or within this machine.
    func isSealed(_ facts: Facts) -> Bool {
        guard let address = facts.remoteAddress else { return hasTLS }
        if trustedProxies.contains(where: { $0.contains(address) }) {
            // The proxy says how its own client came.
            return Self.first(facts.headers, "x-forwarded-proto")?.lowercased() == "https"
        }
        if hasTLS { return true }
        // A proxy on this machine that is not trusted may stand for anyone.
        let isForwarded = ["x-forwarded-for", "x-forwarded-proto", "forwarded", "via"].contains { name in
            HTTPField.Name(name).map { facts.headers.contains($0) } == true
        }
        return !isForwarded && (address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127."))
    }

    /// The origin that the browser says the request comes from; nil where it says nothing.
    func stated(_ facts: Facts) -> String? {
        if let origin = facts.headers[.origin] { return Self.origin(of: origin) ?? "null" }
        return facts.headers[.referer].map { Self.origin(of: $0) ?? "null" }
    }

    /// The page of our own that the request was made from, as far as the browser says.
    func referer(of facts: Facts) -> String? {
        guard let referer = facts.headers[.referer], let own = own(facts), Self.origin(of: referer) == own else {
            return nil
        }
        let parts = referer.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.count == 4 ? AccountHandlers.localPath("/\(parts[3])") : nil
    }

    /// Lets a request through that comes from our own pages.
    /// - Throws: 403 `foreign_origin`.
    func require(_ facts: Facts, evenUnstated: Bool = true) throws {
        let stated = stated(facts)
        if stated == nil, !evenUnstated { return }
        let own = own(facts)
        guard let stated, stated == own else {
            throw CoordinatorError(
                .forbidden, "foreign_origin",
                "The request comes from \(stated ?? "nowhere"), the server is \(own ?? "unknown"). "
                    + "Use the server's own pages or an API token; behind a proxy set the public URL.")
        }
    }

    func require(_ request: Request, _ context: SafelightRequestContext) throws {
        try require(Self.facts(request, context))
    }

    static func facts(_ request: Request, _ context: SafelightRequestContext) -> Facts {
        Facts(headers: request.headers, host: request.head.authority, remoteAddress: context.remoteAddress)
    }

    /// `scheme://host[:port]` in lower case, without the scheme's own port; nil for anything but a web address.
    static func origin(of url: String) -> String? {
        let parts = url.lowercased().split(separator: "://", maxSplits: 1)
        guard parts.count == 2, ["http", "https"].contains(parts[0]) else { return nil }
        let authority = parts[1].prefix { !"/?#".contains($0) }
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        let ownPort = parts[0] == "https" ? ":443" : ":80"
        let host = authority.hasSuffix(ownPort) ? authority.dropLast(ownPort.count) : authority
        return "\(parts[0])://\(host)"
    }

    private static func first(_ headers: HTTPFields, _ name: String) -> String? {
        guard let field = HTTPField.Name(name), let value = headers[values: field].first else { return nil }
        let first = value.prefix { $0 != "," }.filter { $0 != " " }
        return first.isEmpty ? nil : first.lowercased()
    }
}
