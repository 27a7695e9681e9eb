import Coordinator
import Hummingbird
import Wire

/// Set-up, sign-in and what belongs to a person.
struct AccountHandlers: Sendable {
    let server: PageServer

    private var accounts: AccountService { server.coordinator.accounts }

    func addRoutes(to router: Router<PageServer.Context>) {
        server.page(PageRoutes.dashboard, on: router) { $0.redirect(to: PageRoutes.collections.path()) }
        server.open(PageRoutes.setup, on: router) { _, _ in
            guard try await accounts.isSetupOpen() else { return Self.toSignIn }
            return PageResponse.page(SetupPage.render(FormState()))
        }
        server.open(PageRoutes.submitSetup, on: router) { request, _ in try await setUp(request) }
        server.open(PageRoutes.signIn, on: router) { request, _ in
            if try await accounts.isSetupOpen() {
                return PageResponse.redirect(to: PageRoutes.setup.path().address)
            }
            let next = request.uri.queryParameters["next"].map(String.init)
            return PageResponse.page(SignInPage.render(FormState(), next: Self.localPath(next)))
        }
        server.open(PageRoutes.submitSignIn, on: router) { request, _ in try await signIn(request) }
        server.action(PageRoutes.signOut, on: router) { try await signOut($0) }
        server.action(PageRoutes.setTheme, on: router) { try await setTheme($0) }
        server.page(PageRoutes.notifications, on: router) { visit in
            let list = try await server.coordinator.notices.list(for: visit.caller, try visit.listPart())
            return PageResponse.page(NotificationsPage.render(list, frame: try await visit.frame()))
        }
        server.action(PageRoutes.readNotifications, on: router) { visit in
            try await server.coordinator.notices.readAll(for: visit.caller)
            return visit.redirect(to: PageRoutes.notifications.path())
        }
    }

    private static var toSignIn: Response { PageResponse.redirect(to: PageRoutes.signIn.path().address) }

    /// Creates team and administrator, and signs them in.
    private func setUp(_ request: Request) async throws -> Response {
        guard try await accounts.isSetupOpen() else { return Self.toSignIn }
        var form = try await FormBody.read(request)
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

    private func signIn(_ request: Request) async throws -> Response {
        let form = try await FormBody.read(request)
        let next = Self.localPath(form.values["next"])
        do {
            return try await openSession(email: form["email"], password: form.values["password"] ?? "", next: next)
        } catch let error as CoordinatorError where error.kind == .unauthorized {
            return PageResponse.page(SignInPage.render(form.with(error), next: next), status: .unauthorized)
        }
    }

    private func openSession(email: String, password: String, next: String?) async throws -> Response {
        let session = try await accounts.signIn(email: email, password: password)
        var response = PageResponse.redirect(to: next ?? PageRoutes.collections.path().address)
        response.setCookie(SessionCookie.make(secret: session.secret, isSecure: server.settings.isSecure))
        return response
    }

    private func signOut(_ visit: PageVisit) async throws -> Response {
        try await accounts.signOut(session: visit.session)
        var response = Self.toSignIn
        response.setCookie(SessionCookie.clear(isSecure: server.settings.isSecure))
        return response
    }

    /// Keeps the theme and leads back to the page that it was chosen on.
    private func setTheme(_ visit: PageVisit) async throws -> Response {
        try await accounts.setTheme(visit.form["theme"], of: visit.caller)
        return PageResponse.redirect(to: refererPath(visit) ?? PageRoutes.dashboard.path().address)
    }

    private func refererPath(_ visit: PageVisit) -> String? {
        guard let referer = visit.request.headers[.referer] else { return nil }
        let parts = referer.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        let origin = parts.prefix(3).joined(separator: "/")
        guard parts.count == 4, server.settings.isOwn(origin: origin, host: visit.request.head.authority) else {
            return nil
        }
        return Self.localPath("/\(parts[3])")
    }

    /// A path of this site; nil for anything that a browser would take for another one.
    static func localPath(_ text: String?) -> String? {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return text
    }
}
