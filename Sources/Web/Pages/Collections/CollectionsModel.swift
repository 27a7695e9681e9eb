import Wire

/// The list of collections as it was asked for.
struct CollectionsModel: Sendable {
    var page: PageDTO<CollectionDTO>
    /// Where this page of the list begins; nil is the beginning.
    var cursor: String?
    /// What names and places must have in them; empty for all.
    var search = ""
    /// The agent that they are bound to; nil for any.
    var agent: String?
    /// The agents of those that are shown, for their state.
    var agents: [AgentDTO] = []
    /// Choices of the filter; empty where the team has no agent.
    var choices = NamedChoices()

    /// Whether the list is narrowed.
    var isFiltered: Bool { !search.isEmpty || agent != nil }

    /// This list from some place on.
    func address(cursor: String? = nil) -> RoutePath {
        PageRoutes.collections.path().query(
            ("q", search.isEmpty ? nil : search), ("agent", agent), ("cursor", cursor))
    }
}
