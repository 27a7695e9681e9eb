import HTML
import Wire

/// Links and form actions lead to routes, which encode the values in them.
extension RoutePath: LinkTarget {
    /// The path with its query.
    public var address: String { description }
}
