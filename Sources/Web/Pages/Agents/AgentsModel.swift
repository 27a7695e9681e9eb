import Wire

/// The agents with all that their page shows.
struct AgentsModel: Sendable {
    /// The questions that can stand in front of the page.
    enum Question: Sendable {
        case add
        /// The only time that the token is shown.
        case token(RegistrationTokenDTO)
        case withdraw(RegistrationTokenDTO)
        case rename(AgentDTO)
        case revoke(AgentDTO)
        /// With the collections that are bound to it, and the agents that could take them over.
        case delete(AgentDTO, bound: [CollectionDTO], heirs: [AgentDTO])
    }

    /// Online first, then by name.
    var page: PageDTO<AgentDTO>
    /// Where this part of the list begins; nil is the beginning.
    var cursor: String?
    /// What their names or machines have in them; empty where nothing is searched for.
    var search = ""
    /// Tokens that nobody has used yet.
    var tokens: [RegistrationTokenDTO]
    /// The jobs that agents hold now, by guid.
    var jobs: [String: JobDTO] = [:]
    /// The address that agents reach the server at, for the lines to copy.
    var serverURL: String
    var question: Question?
    var form = FormState()

    static var path: RoutePath { PageRoutes.agents.path() }
    /// Agents on one page.
    static let length = 50

    /// Whether this is a part of the list only.
    var isPart: Bool { cursor != nil || page.nextCursor != nil || !search.isEmpty }

    /// This list from some place on.
    func address(cursor: String? = nil) -> RoutePath {
        Self.path.query(("q", search.isEmpty ? nil : search), ("cursor", cursor))
    }
}
