import Coordinator
import Domain
import HTML
import Hummingbird
import Wire

/// A signed-in person's request for a page, or for what its form does.
struct PageVisit: Sendable {
    let server: PageServer
    let request: Request
    let parameters: Parameters
    let caller: UserCaller
    /// The session's secret.
    let session: String
    /// What the form sent; empty for a page.
    var form = FormState()

    /// The guid in the path.
    var guid: String { parameters["guid"].map(String.init) ?? "" }

    /// An item of the query; nil where it is missing or empty.
    func query(_ name: String) -> String? {
        request.uri.queryParameters[Substring(name)].flatMap { $0.isEmpty ? nil : String($0) }
    }

    /// The part of a list that is asked for.
    func listPart() throws -> PageRequest {
        try PageRequest(limit: PageServer.listLength, cursor: query("cursor"))
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
        var response = PageResponse.redirect(to: path.address)
        if let text {
            response.setCookie(Flash(kind: kind, text: text).cookie(isSecure: server.settings.isSecure))
        }
        return response
    }

    /// A page that shows a form again, with what is wrong with it.
    func mend(_ html: HTML, _ error: CoordinatorError) -> Response {
        PageResponse.page(html, status: .init(code: error.kind.rawValue))
    }
}
