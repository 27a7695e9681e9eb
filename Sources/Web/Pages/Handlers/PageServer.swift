import Coordinator
import HTML
import HTTPTypes
import Hummingbird
import Wire

/// Serves the pages: finds out who asks, guards forms, and turns refusals into pages.
struct PageServer: Sendable {
    /// Answers a signed-in person.
    typealias Handler = @Sendable (PageVisit) async throws -> Response

    /// Rows on one page of a list.
    static let listLength = 25

    let coordinator: Coordinator
    let authentication: Authentication

    /// Adds every page, the forms' targets and the assets.
    func add(to routes: RouteBuilder) {
        AssetRoutes().add(to: routes)
        AccountHandlers(server: self).add(to: routes)
        DashboardHandlers(server: self).add(to: routes)
        CollectionHandlers(server: self).add(to: routes)
        PipelineHandlers(server: self).add(to: routes)
        PipelineEditorHandlers(server: self).add(to: routes)
        ConnectorHandlers(server: self).add(to: routes)
        JobHandlers(server: self).add(to: routes)
        ResultHandlers(server: self).add(to: routes)
        AgentHandlers(server: self).add(to: routes)
        SettingsHandlers(server: self).add(to: routes)
        PeopleHandlers(server: self).add(to: routes)
        addWaysBack(to: routes)
    }

    /// The address of a form's target stands in the browser where the form was shown again. Opened anew, it leads to the page above
    /// it: a reload or a bookmark finds something.
    private func addWaysBack(to routes: RouteBuilder) {
        let all = routes.table.all
        let pages = Set(all.filter { $0.method == .get }.map(\.pattern))
        for target in all
        where target.method == .post && RouteTable.isPage(target.pattern) && !pages.contains(target.pattern) {
            var parts = target.pattern.split(separator: "/")
            repeat { parts.removeLast() } while !parts.isEmpty && !pages.contains("/" + parts.joined(separator: "/"))
            let depth = parts.count
            routes.open(target.opened) { request, _ in
                let above = request.uri.path.split(separator: "/").prefix(depth).joined(separator: "/")
                return PageResponse.redirect(to: "/" + above)
            }
        }
    }

    /// Adds a page for signed-in people. A message that it shows is shown once.
    func page(_ route: Route, on routes: RouteBuilder, _ handler: @escaping Handler) {
        routes.open(route) { request, context in
            guard let visit = try await visit(request, context) else { return try await strangersWay(request) }
            var response = try await handler(visit)
            if response.status == .ok, Flash(request) != nil {
                response.setCookie(Flash.clear(isSecure: authentication.origins.isSecure))
            }
            return try await PageResponse.compressed(response, for: request)
        }
    }

    /// Adds the target of a form for signed-in people.
    func action(
        _ route: Route, on routes: RouteBuilder, upTo limit: Int = FormBody.limit, _ handler: @escaping Handler
    ) {
        routes.open(route) { request, context in
            guard var visit = try await visit(request, context) else {
                return try await strangersForm(route, upTo: limit, request, context)
            }
            try authentication.origins.require(request, context)
            visit.form = try await FormBody.read(request, upTo: limit)
            guard let token = visit.caller.csrfToken, visit.form.values["csrf"] == token else {
                // From a page of another session, by the browser's own word from our site: who sent it decides.
                let kept = KeptForm(action: request.uri.path, visit.form)
                let page = ResendPage.render(kept, csrf: visit.caller.csrfToken ?? "", back: visit.referer)
                return PageResponse.page(page, status: .forbidden)
            }
            return try await PageResponse.compressed(try await handler(visit), for: request)
        }
    }

    /// Adds the target of a form for people who are not signed in.
    func openAction(
        _ route: Route, on routes: RouteBuilder, upTo limit: Int = FormBody.limit,
        _ handler: @escaping @Sendable (Request, FormState) async throws -> Response
    ) {
        routes.open(route) { request, context in
            try authentication.origins.require(OriginRule.facts(request, context), evenUnstated: false)
            return try await handler(request, try await FormBody.read(request, upTo: limit))
        }
    }

    /// Shows an error: in the person's own frame where somebody is signed in and the frame can be made.
    func showError(_ answer: ErrorAnswer, _ request: Request, _ context: SafelightRequestContext) async -> Response {
        let page = ErrorPage(answer)
        // `try?`: what keeps the frame from being made is most likely the error that is to be shown.
        var frame = try? await visit(request, context)?.frame()
        frame?.flash = nil
        var response = PageResponse.page(page.render(frame: frame), status: answer.status)
        for field in answer.headers { response.headers[field.name] = field.value }
        return response
    }
}

extension PageServer {
    private func visit(_ request: Request, _ context: SafelightRequestContext) async throws -> PageVisit? {
        guard let caller = try await authentication.session(request.headers) else { return nil }
        return PageVisit(server: self, request: request, context: context, caller: caller)
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

    /// A form of somebody whose session has ended: to the sign-in, which keeps what was typed.
    private func strangersForm(
        _ route: Route, upTo limit: Int, _ request: Request, _ context: SafelightRequestContext
    ) async throws -> Response {
        let isLost = [PageRoutes.signOut.pattern, PageRoutes.setTheme.pattern].contains(route.pattern)
        let origins = authentication.origins
        let (own, stated) = (
            origins.own(OriginRule.facts(request, context)), origins.stated(OriginRule.facts(request, context))
        )
        guard !isLost, let stated, stated == own, try await !coordinator.accounts.isSetupOpen() else {
            return try await strangersWay(request)
        }
        let kept = KeptForm(action: request.uri.path, try await FormBody.read(request, upTo: limit))
        let back = origins.referer(of: OriginRule.facts(request, context))
        return PageResponse.page(SignInPage.render(FormState(), next: back, kept: kept), status: .unauthorized)
    }
}

extension ErrorPage {
    /// The page for an answer; what nobody foresaw says nothing of itself.
    init(_ answer: ErrorAnswer) {
        if answer.isDefect {
            self = .failed
        } else if answer.status == .notFound {
            self = .notFound
        } else {
            let title = answer.status == .forbidden ? Self.forbidden.title : "That did not work"
            self.init(status: answer.status.code, title: title, message: answer.message)
        }
    }
}
