import Coordinator
import Domain
import HTML
import Hummingbird
import Wire

/// A signed-in person's request for a page, or for what its form does.
struct PageVisit: Sendable {
    let server: PageServer
    let request: Request
    let context: SafelightRequestContext
    let caller: UserCaller
    /// What the form sent; empty for a page.
    var form = FormState()

    /// The guid in the path.
    var guid: String { context.parameter("guid") }

    /// An item of the query; nil where it is missing or empty.
    func query(_ name: String) -> String? {
        request.uri.queryParameters[Substring(name)].flatMap { $0.isEmpty ? nil : String($0) }
    }

    /// The page of this site that the form was sent from, as far as the browser says.
    var referer: String? {
        server.authentication.origins.referer(of: OriginRule.facts(request, context))
    }

    /// The address under which the person knows the server, without a slash at the end.
    var serverURL: String {
        let origins = server.authentication.origins
        return origins.publicURL ?? origins.own(OriginRule.facts(request, context)) ?? ""
    }

    /// The part of a list that is asked for.
    func listPart() throws -> PageRequest {
        try PageRequest(limit: PageServer.listLength, cursor: query("cursor"))
    }

    /// The collections to choose from, and the chosen one.
    func collectionChoices(_ chosen: String?) async throws -> NamedChoices {
        let collections = server.coordinator.collections
        let page = try await collections.list(for: caller, try PageRequest(limit: NamedChoices.longest))
        var choices = NamedChoices(
            options: page.items.map { Choice.Option(value: $0.guid, title: $0.name) }, isCut: page.nextCursor != nil)
        try await choices.add(chosen) { try await collections.get($0, for: caller).name }
        return choices
    }

    /// The agents to choose from, and the chosen one.
    func agentChoices(_ chosen: String?) async throws -> NamedChoices {
        let (agents, team) = (server.coordinator.agents, caller.team.rowID)
        let names = try await agents.names(team: team, limit: NamedChoices.longest + 1)
        var choices = NamedChoices(
            options: names.prefix(NamedChoices.longest).map { Choice.Option(value: $0.guid, title: $0.name) },
            isCut: names.count > NamedChoices.longest)
        try await choices.add(chosen) { try await agents.get($0, team: team).name }
        return choices
    }

    /// What the page shares with all others.
    func frame() async throws -> PageFrame {
        let coordinator = server.coordinator
        async let theme = coordinator.accounts.theme(of: caller)
        async let unread = coordinator.notices.unreadCount(for: caller)
        async let pool = coordinator.agents.poolStatus(team: caller.team.rowID)
        return PageFrame(
            user: UserDTO(caller.user, team: caller.team), theme: try await theme.flatMap(Theme.init) ?? .system,
            csrf: caller.csrfToken ?? "", unreadCount: try await unread, pool: try await pool,
            now: coordinator.context.time.now(), flash: Flash(request))
    }

    /// Leads on after an action, with a word on what it did.
    func redirect(to path: RoutePath, _ text: String? = nil, _ kind: Flash.Kind = .done) -> Response {
        redirect(toAddress: path.address, text, kind)
    }

    /// Leads on to a page of this site that was asked from, with a word on what was done.
    func redirect(toAddress address: String, _ text: String? = nil, _ kind: Flash.Kind = .done) -> Response {
        var response = PageResponse.redirect(to: address)
        if let text {
            response.setCookie(Flash(kind: kind, text: text).cookie(isSecure: server.authentication.origins.isSecure))
        }
        return response
    }

    /// A page that shows a form again, with what is wrong with it.
    func mend(_ html: HTML, _ error: CoordinatorError) -> Response {
        PageResponse.page(html, status: .init(code: error.kind.rawValue))
    }
}
