/// One thing that a job needs of an agent, for example `tool:photostats` or `local_filesystem` (protocol.md, *Needs*).
public struct Need: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The text form, as it stands in capabilities.
    public let description: String

    /// A need in its text form.
    public init(_ text: String) {
        description = text
    }

    /// The need to run a tool, in whatever version.
    public static func tool(_ tool: Tool) -> Need { Need("tool:\(tool.rawValue)") }
    /// The need to read the agent's own disks.
    public static let localFilesystem = Need("local_filesystem")
    /// The need to reach a kind of remote storage; nil for LOCAL.
    public static func source(_ type: CollectionType) -> Need? {
        type == .local ? nil : Need("source:\(type.rawValue.lowercased())")
    }
    /// The need to hold the credentials of a connector.
    public static func connector(_ connector: ConnectorID) -> Need { Need("connector:\(connector)") }

    /// The need to be spoken to over a connection on which credentials may travel: the server knows whether it is one.
    public static let sealedConnection = Need("sealed_connection")

    /// Whether a capability meets it: `tool:T` is met by `tool:T` and `tool:T:VERSION`, all else by equality.
    public func isMet(by capability: String) -> Bool {
        if capability == description { return true }
        guard description.hasPrefix("tool:"), capability.hasPrefix(description + ":") else { return false }
        return capability.utf8.count > description.utf8.count + 1
    }

    /// The order of their texts.
    public static func < (left: Need, right: Need) -> Bool { left.description < right.description }
}

/// The whole set of needs of a job. Few different ones exist; the queue stores each once and refers to it by number.
public struct Requirement: Hashable, Sendable {
    /// The needs, sorted, each once.
    public let needs: [Need]

    /// A requirement from needs in any order.
    public init(_ needs: some Sequence<Need>) {
        self.needs = Set(needs).sorted()
    }

    /// The form under which it is stored: needs joined by line feeds.
    public var key: String { needs.map(\.description).joined(separator: "\n") }

    /// Reads the stored form back.
    public init(key: String) {
        self.init(key.split(separator: "\n").map { Need(String($0)) })
    }

    /// The needs that no capability meets; empty where the agent is fit.
    public func unmet(by capabilities: some Sequence<String>) -> [Need] {
        needs.filter { need in !capabilities.contains { need.isMet(by: $0) } }
    }

    /// Whether an agent with these capabilities can do the job.
    public func isMet(by capabilities: some Sequence<String>) -> Bool {
        unmet(by: capabilities).isEmpty
    }
}
