public import Domain

/// A pipeline as somebody wrote it: its JSON, and where its nodes stand in the text if it came from one.
public struct PipelineSource: Hashable, Sendable {
    /// `{"nodes": […]}`.
    public let json: JSONValue
    /// The places of the nodes, in their order; empty for JSON.
    public let places: [NodePlace]

    /// Where a node and its fields stand.
    public struct NodePlace: Hashable, Sendable {
        /// Where the node begins.
        public let start: TextPlace
        /// Where the keys of its fields stand.
        public let fields: [String: TextPlace]

        /// The places of a node.
        public init(start: TextPlace, fields: [String: TextPlace] = [:]) {
            self.start = start
            self.fields = fields
        }
    }

    /// A pipeline of its parts.
    public init(json: JSONValue, places: [NodePlace] = []) {
        self.json = json
        self.places = places
    }
}
