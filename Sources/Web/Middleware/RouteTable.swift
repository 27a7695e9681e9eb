import Synchronization
import Wire

/// Every route that is served, to tell a wrong method from a wrong address.
final class RouteTable: Sendable {
    private let routes = Mutex<[Route]>([])

    /// Adds a route.
    func add(_ route: Route) {
        routes.withLock { $0.append(route) }
    }

    /// All that were added until now.
    var all: [Route] { routes.withLock { $0 } }

    /// The methods that an address takes; none where nothing is there.
    func methods(at path: String) -> [Route.Method] {
        routes.withLock { $0 }.filter { $0.values(in: path) != nil }.map(\.method)
    }

    /// Whether people look at this address; everything else is for programs.
    static func isPage(_ path: String) -> Bool {
        let first = path.split(separator: "/", maxSplits: 1).first.map(String.init) ?? ""
        return !["api", "ws", "health", "metrics", "assets"].contains(first)
    }
}

extension Route {
    /// The values in the places of the pattern's parameters, as they came; nil where the path is another.
    func values(in path: String) -> [String]? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let expected = pattern.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == expected.count else { return nil }
        var values: [String] = []
        for (part, place) in zip(parts, expected) {
            if place.hasPrefix("{") {
                guard !part.isEmpty else { return nil }
                values.append(String(part))
            } else if part != place {
                return nil
            }
        }
        return values
    }
}
