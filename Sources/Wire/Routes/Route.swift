/// One address that the server answers, with its method. The tables beside this file list them all.
public struct Route: Hashable, Sendable {
    /// The methods in use.
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// The request's method.
    public let method: Method
    /// The path with `{name}` where a value stands, for example `/api/jobs/{guid}`.
    public let pattern: String

    /// The same address, as a browser opens it.
    public var opened: Route { Route(.get, pattern) }

    init(_ method: Method, _ pattern: String) {
        self.method = method
        self.pattern = pattern
    }

    /// The path with values in the places of its parameters, in their order, percent-encoded.
    /// - Precondition: as many values as the pattern has parameters.
    public func path(_ values: any CustomStringConvertible...) -> RoutePath {
        var remaining = values[...]
        let components = pattern.split(separator: "/", omittingEmptySubsequences: false).map { component -> String in
            guard component.hasPrefix("{") else { return String(component) }
            precondition(!remaining.isEmpty, "too few values for \(pattern)")
            return PercentEncoding.encode(remaining.removeFirst().description)
        }
        precondition(remaining.isEmpty, "too many values for \(pattern)")
        return RoutePath(text: components.joined(separator: "/"))
    }
}

/// A path inside the site, made from a `Route`; the only thing that links and form actions take.
public struct RoutePath: Hashable, Sendable, CustomStringConvertible {
    /// The encoded path with its query.
    public let description: String

    init(text: String) {
        description = text
    }

    /// The same path with query items; those without a value are left out.
    public func query(_ items: (name: String, value: String?)...) -> RoutePath {
        let given = items.compactMap { item in
            item.value.map { "\(PercentEncoding.encode(item.name))=\(PercentEncoding.encode($0))" }
        }
        guard !given.isEmpty else { return self }
        return RoutePath(text: description + (description.contains("?") ? "&" : "?") + given.joined(separator: "&"))
    }
}

/// Percent-encoding of path components and query values. Source: RFC 3986 §2.1, unreserved characters stay.
enum PercentEncoding {
    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: encoded.append(byte)
            default: encoded += [0x25, hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
