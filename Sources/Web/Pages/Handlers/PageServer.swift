import Coordinator
import HTML
import HTTPTypes
import Hummingbird
import Logging
import Wire

/// Serves the pages: finds out who asks, guards forms, and turns refusals into pages.
struct PageServer: Sendable {
    typealias Context = SafelightRequestContext
    /// Answers a signed-in person.
    typealias Handler = @Sendable (PageVisit) async throws -> Response
    /// Answers anybody.
    typealias OpenHandler = @Sendable (Request, Context) async throws -> Response

    /// Rows on one page of a list.
    static let listLength = 25

    let coordinator: Coordinator
    let settings: PageSettings

    /// Adds every page, the forms' targets and the assets.
    func addRoutes(to router: Router<Context>) {
        AssetRoutes().add(to: router)
        AccountHandlers(server: self).addRoutes(to: router)
        CollectionHandlers(server: self).addRoutes(to: router)
        JobHandlers(server: self).addRoutes(to: router)
        ResultHandlers(server: self).addRoutes(to: router)
        AgentHandlers(server: self).addRoutes(to: router)
    }

    /// Adds a page for signed-in people.
    func page(_ route: Route, on router: Router<Context>, _ handler: @escaping Handler) {
        router.get(RouterPath(route.pattern)) { request, context in
            await answer(request) {
                guard let visit = try await visit(request, context) else { return try await strangersWay(request) }
                return try await guarded(visit, handler)
            }
        }
    }

    /// Adds the target of a form for signed-in people.
    func action(_ route: Route, on router: Router<Context>, _ handler: @escaping Handler) {
        router.post(RouterPath(route.pattern)) { request, context in
            await answer(request) {
                guard let visit = try await visit(request, context) else { return try await strangersWay(request) }
                try checkOrigin(request)
                return try await guarded(visit) { [visit] _ in
                    var visit = visit
                    visit.form = try await FormBody.read(request)
                    guard let token = visit.caller.csrfToken, visit.form.values["csrf"] == token else {
                        throw Self.staleForm
                    }
                    return try await handler(visit)
                }
            }
        }
    }

    /// Adds a page or a form's target for people who are not signed in.
    func open(_ route: Route, on router: Router<Context>, _ handler: @escaping OpenHandler) {
        router.on(RouterPath(route.pattern), method: route.method == .post ? .post : .get) { request, context in
            await answer(request) {
                if route.method == .post { try checkOrigin(request) }
                return try await handler(request, context)
            }
        }
    }
}

extension PageServer {
    private static let staleForm = CoordinatorError(
        .forbidden, "stale_form", "The page was too old to be sent. Go back, load it again, and send it again.")

    private func visit(_ request: Request, _ context: Context) async throws -> PageVisit? {
        guard let secret = SessionCookie.secret(of: request),
            let caller = try await coordinator.accounts.authenticate(session: secret)
        else { return nil }
        return PageVisit(
            server: self, request: request, parameters: context.parameters, caller: caller, session: secret)
    }

    /// Set-up first; after that sign-in, which leads back to the page that was asked for.
    private func strangersWay(_ request: Request) async throws -> Response {
        if try await coordinator.accounts.isSetupOpen() {
            return PageResponse.redirect(to: PageRoutes.setup.path().address)
        }
        let isStart = request.uri.path == PageRoutes.dashboard.pattern
        let next = request.method == .get && !isStart ? request.uri.string : nil
        return PageResponse.redirect(to: PageRoutes.signIn.path().query(("next", next)).address)
    }

    /// A form that another site sends has that site's origin. Browsers name it on every POST.
    private func checkOrigin(_ request: Request) throws {
        guard let origin = request.headers[.origin] else { return }
        guard settings.isOwn(origin: origin, host: request.head.authority) else { throw Self.staleForm }
    }

    /// Runs a handler; what it refuses becomes a page in the person's own frame. A message is shown once.
    private func guarded(_ visit: PageVisit, _ handler: Handler) async throws -> Response {
        var response: Response
        do {
            response = try await handler(visit)
        } catch {
            let page = errorPage(error, visit.request)
            response = PageResponse.page(page.render(frame: try await visit.frame()), status: .init(code: page.status))
        }
        if response.status != .seeOther, Flash(visit.request) != nil {
            response.setCookie(Flash.clear(isSecure: settings.isSecure))
        }
        return response
    }

    private func answer(_ request: Request, _ body: () async throws -> Response) async -> Response {
        do {
            return try await body()
        } catch {
            let page = errorPage(error, request)
            return PageResponse.page(page.render(frame: nil), status: .init(code: page.status))
        }
    }

    private func errorPage(_ error: any Error, _ request: Request) -> ErrorPage {
        guard let refusal = error as? CoordinatorError else {
            coordinator.context.logger.error(
                "page failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            return .failed
        }
        switch refusal.kind {
        case .notFound: return .notFound
        case .forbidden: return ErrorPage(status: 403, title: ErrorPage.forbidden.title, message: refusal.message)
        default: return ErrorPage(status: refusal.kind.rawValue, title: "That did not work", message: refusal.message)
        }
    }
}
