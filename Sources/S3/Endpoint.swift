/// Where a store answers: an `http` or `https` address without a path.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// `http` or `https`.
    public let scheme: String
    /// The host with its port, if one was given; an IPv6 address stands in brackets.
    public let authority: String

    /// Takes `https://HOST` or `http://HOST:PORT` apart; nil where it is neither, or where more stands behind it.
    public init?(_ text: String) {
        guard let (endpoint, path) = Endpoint.split(text), path.utf8.allSatisfy({ $0 == UInt8(ascii: "/") }) else {
            return nil
        }
        self = endpoint
    }

    private init(scheme: String, authority: String) {
        (self.scheme, self.authority) = (scheme, authority)
    }

    /// An endpoint, and the path on it; nil where it is no such address.
    public static func split(_ text: String) -> (endpoint: Endpoint, path: String)? {
        let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[1].isEmpty, ["http:", "https:"].contains(parts[0].lowercased()),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !text.contains(where: { "?#@\\".contains($0) }),
            isAuthority(parts[2])
        else { return nil }
        let endpoint = Endpoint(scheme: String(parts[0].lowercased().dropLast()), authority: String(parts[2]))
        return (endpoint, parts.count == 4 ? "/\(parts[3])" : "")
    }

    private static func isAuthority(_ text: Substring) -> Bool {
        let end = text.hasPrefix("[") ? text.lastIndex(of: "]").map(text.index(after:)) : text.firstIndex(of: ":")
        guard let end = end ?? (text.hasPrefix("[") ? nil : text.endIndex), end > text.startIndex else { return false }
        let port = text[end...]
        if port.isEmpty { return true }
        return port.first == ":" && Int(port.dropFirst()).map { (1...65_535).contains($0) } == true
    }

    /// The name or address alone.
    public var host: String {
        if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
        return String(authority.prefix { $0 != ":" })
    }

    /// Whether it is on this very machine, so that nothing crosses a network.
    public var isLoopback: Bool {
        let host = host.lowercased()
        if host == "localhost" || host.hasSuffix(".localhost") || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// Whether what is sent there can be read on the way. NFR-300.3.
    public var isInClear: Bool { scheme == "http" && !isLoopback }

    /// The address again, without a slash at its end.
    public var description: String { "\(scheme)://\(authority)" }
}
