import Coordinator
import Hummingbird
import Wire

/// Set-up, sign-in and what belongs to a person.
struct AccountHandlers: Sendable {
    let server: PageServer

    private var accounts: AccountService { server.coordinator.accounts }
    private var origins: OriginRule { server.authentication.origins }

    func add(to routes: RouteBuilder) {
        routes.open(PageRoutes.setup) { _, _ in
            guard try await accounts.isSetupOpen() else { return Self.toSignIn }
            return PageResponse.page(SetupPage.render(FormState()))
        }
        server.openAction(PageRoutes.submitSetup, on: routes) { _, form in try await setUp(form) }
        routes.open(PageRoutes.signIn) { request, _ in
            if try await accounts.isSetupOpen() {
                return PageResponse.redirect(to: PageRoutes.setup.path().address)
            }
            let next = request.uri.queryParameters["next"].map(String.init)
            return PageResponse.page(SignInPage.render(FormState(), next: Self.localPath(next)))
        }
        // A form that is kept over the sign-in may hold a document.
        server.openAction(PageRoutes.submitSignIn, on: routes, upTo: FormBody.documentLimit) { _, form in
            try await signIn(form)
        }
        server.action(PageRoutes.signOut, on: routes) { try await signOut($0) }
        server.action(PageRoutes.setTheme, on: routes) { try await setTheme($0) }
        server.page(PageRoutes.keys, on: routes) { PageResponse.page(KeysPage.render(frame: try await $0.frame())) }
        server.page(PageRoutes.notifications, on: routes) { visit in
            let list = try await server.coordinator.notices.list(for: visit.caller, try visit.listPart())
            return PageResponse.page(
                NotificationsPage.render(
                    list, isFirst: visit.query("cursor") == nil, frame: try await visit.frame()))
        }
        server.action(PageRoutes.readNotification, on: routes) { visit in
            try await server.coordinator.notices.read(visit.guid, for: visit.caller)
            return visit.redirect(to: PageRoutes.notifications.path())
        }
        server.action(PageRoutes.readNotifications, on: routes) { visit in
            try await server.coordinator.notices.readAll(for: visit.caller)
            return visit.redirect(to: PageRoutes.notifications.path())
        }
    }

    private static var toSignIn: Response { PageResponse.redirect(to: PageRoutes.signIn.path().address) }

    /// Creates team and administrator, and signs them in.
    private func setUp(_ sent: FormState) async throws -> Response {
        guard try await accounts.isSetupOpen() else { return Self.toSignIn }
        var form = sent
        form.require("code", "Type the code that the server printed when it started.")
        form.require("team_name", "Give your team a name.")
        form.require("name", "Type your name.")
        form.require("email", "Type your email address.")
        form.require("password", "Choose a password.")
        guard form.isValid else { return PageResponse.page(SetupPage.render(form), status: .badRequest) }
        let password = form.values["password"] ?? ""
        do {
            try await accounts.setUp(
                AccountService.Setup(
                    code: form["code"], teamName: form["team_name"], name: form["name"], email: form["email"],
                    password: password))
        } catch let error as CoordinatorError where error.isMendable {
            return PageResponse.page(SetupPage.render(form.with(error)), status: .init(code: error.kind.rawValue))
        }
        return try await openSession(email: form["email"], password: password, next: nil)
    }

    private func signIn(_ form: FormState) async throws -> Response {
        let next = Self.localPath(form.values["next"])
        let kept = KeptForm(carriedBy: form)
        do {
            return try await openSession(
                email: form["email"], password: form.values["password"] ?? "", next: next, kept: kept)
        } catch let error as CoordinatorError where error.kind == .unauthorized {
            return PageResponse.page(
                SignInPage.render(form.with(error), next: next, kept: kept), status: .unauthorized)
        }
    }

    private func openSession(
        email: String, password: String, next: String?, kept: KeptForm? = nil
    ) async throws -> Response {
        let session = try await accounts.signIn(email: email, password: password)
        var response = PageResponse.redirect(to: next ?? PageRoutes.dashboard.path().address)
        if let kept, let token = try await accounts.authenticate(session: session.secret)?.csrfToken {
            response = PageResponse.page(ResendPage.render(kept, csrf: token, back: next))
        }
        response.headers[.setCookie] = SessionCookie.opening(session.secret, isSecure: origins.isSecure)
        return response
    }

    private func signOut(_ visit: PageVisit) async throws -> Response {
        if let secret = SessionCookie.secret(in: visit.request.headers) {
            try await accounts.signOut(session: secret)
        }
        var response = Self.toSignIn
        response.headers[.setCookie] = SessionCookie.ending(isSecure: origins.isSecure)
        return response
    }

    /// Keeps the theme and leads back to the page that it was chosen on.
    private func setTheme(_ visit: PageVisit) async throws -> Response {
        try await accounts.setTheme(visit.form["theme"], of: visit.caller)
        return PageResponse.redirect(to: visit.referer ?? PageRoutes.dashboard.path().address)
    }

    /// A path of this site; nil for anything that a browser would take for another one.
    static func localPath(_ text: String?) -> String? {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return text
    }
}
