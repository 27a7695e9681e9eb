import Wire

/// The agents with all that their page shows.
struct AgentsModel: Sendable {
    /// The questions that can stand in front of the page.
    enum Question: Sendable {
        case add
        /// The only time that the token is shown.
        case token(RegistrationTokenDTO)
        case rename(AgentDTO)
        case revoke(AgentDTO)
        /// With the collections that are bound to it, which forbid it.
        case delete(AgentDTO, bound: [CollectionDTO])
    }

    var agents: [AgentDTO]
    /// Tokens that nobody has used yet.
    var tokens: [RegistrationTokenDTO]
    /// The jobs that agents hold now, by guid.
    var jobs: [String: JobDTO] = [:]
    /// The address that agents reach the server at, for the lines to copy.
    var serverURL: String
    var question: Question?
    var form = FormState()

    static var path: RoutePath { PageRoutes.agents.path() }

    /// Online first, then by name.
    var sortedAgents: [AgentDTO] {
        agents.sorted { left, right in
            (left.status.rank, left.name.lowercased(), left.guid) < (
                right.status.rank, right.name.lowercased(), right.guid
            )
        }
    }
}
