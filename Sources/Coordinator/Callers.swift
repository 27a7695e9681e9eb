import Domain
import Wire

/// The agent that makes a request. A class, as thousands of held claims keep it in the frames of all that serve them.
public final class AgentCaller: Sendable {
    /// The agent, as its row was when the request came.
    public let agent: Agent
    /// Its team.
    public let team: Team

    /// A caller from its parts.
    public init(agent: Agent, team: Team) {
        self.agent = agent
        self.team = team
    }
}

/// A job that is handed to an agent. A class, as every held claim keeps room for one in the frames of all that serve it.
public final class HandedJob: Sendable {
    /// What the agent is told.
    public let assignment: JobAssignment

    init(_ assignment: JobAssignment) {
        self.assignment = assignment
    }
}

/// The person who makes a request, by session or API token.
public struct UserCaller: Hashable, Sendable {
    /// The person.
    public let user: User
    /// Their team.
    public let team: Team
    /// Guards forms against requests from other sites; nil where an API token was used.
    public let csrfToken: String?

    /// A caller from its parts.
    public init(user: User, team: Team, csrfToken: String?) {
        self.user = user
        self.team = team
        self.csrfToken = csrfToken
    }

    /// Lets administrators through only.
    /// - Throws: 403 `administrators_only`.
    public func requireAdministrator() throws {
        guard user.role == .administrator else {
            throw CoordinatorError(
                .forbidden, "administrators_only", "Only an administrator of the team may do this; ask one.")
        }
    }
}
