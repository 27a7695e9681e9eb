import Coordinator
import Domain
import HTML
import Hummingbird
import Wire

/// The team's people, and the reader's own tokens and password.
struct PeopleHandlers: Sendable {
    let server: PageServer

    private var accounts: AccountService { server.coordinator.accounts }

    func add(to routes: RouteBuilder) {
        addPeople(to: routes)
        addTokens(to: routes)
        server.page(PageRoutes.passwordSettings, on: routes) { visit in
            PageResponse.page(PasswordPage.render(FormState(), frame: try await visit.frame()))
        }
        server.action(PageRoutes.changePassword, on: routes) { visit in
            do {
                try await accounts.changePassword(
                    from: visit.form.values["current_password"] ?? "", to: visit.form.values["password"] ?? "",
                    session: SessionCookie.secret(in: visit.request.headers), by: visit.caller)
            } catch let error as CoordinatorError where error.isMendable {
                return visit.mend(PasswordPage.render(visit.form.with(error), frame: try await visit.frame()), error)
            }
            return visit.redirect(
                to: SettingsPart.password.path, "Your password was changed. You are signed out everywhere else.")
        }
    }

    private func addPeople(to routes: RouteBuilder) {
        server.page(PageRoutes.teamSettings, on: routes) { visit in
            PageResponse.page(
                try await team(visit) { people in
                    let person = people.first { $0.guid == visit.query("person") }
                    switch visit.query("dialog") {
                    case "add": return .add
                    case "change": return person.map { .change($0) }
                    case "remove": return person.map { .remove($0) }
                    default: return nil
                    }
                })
        }
        server.action(PageRoutes.addPerson, on: routes) { visit in
            try await change(visit, question: { _ in .add }) { form in
                let request = NewPersonRequest(
                    email: form["email"], name: form["name"], role: Role(rawValue: form["role"]) ?? .member,
                    password: form.values["password"] ?? "")
                return "\(try await accounts.addPerson(request, by: visit.caller).name) was added."
            }
        }
        server.action(PageRoutes.changePerson, on: routes) { visit in
            try await change(visit, question: { $0.map { .change($0) } }) { form in
                let changed = try await accounts.changePerson(
                    visit.guid, name: form["name"], role: Role(rawValue: form["role"]), by: visit.caller)
                return "\(changed.name) was changed."
            }
        }
        server.action(PageRoutes.removePerson, on: routes) { visit in
            try await change(visit, question: { $0.map { .remove($0) } }) { _ in
                try await accounts.removePerson(visit.guid, by: visit.caller)
                return "The account was closed."
            }
        }
    }

    /// Does what a dialog about a person asks for, or shows it again with what is wrong.
    private func change(
        _ visit: PageVisit, question: (PersonDTO?) -> TeamSettingsPage.Question?,
        _ action: (FormState) async throws -> String
    ) async throws -> Response {
        do {
            return visit.redirect(to: SettingsPart.team.path, try await action(visit.form))
        } catch let error as CoordinatorError where error.isMendable {
            let html = try await team(visit, visit.form.with(error)) { people in
                question(people.first { $0.guid == visit.guid })
            }
            return visit.mend(html, error)
        }
    }

    private func team(
        _ visit: PageVisit, _ form: FormState = FormState(),
        _ question: ([PersonDTO]) -> TeamSettingsPage.Question?
    ) async throws -> HTML {
        let people = try await accounts.people(for: visit.caller)
        let model = TeamSettingsPage.Model(people: people, question: question(people), form: form)
        return TeamSettingsPage.render(model, frame: try await visit.frame())
    }

    private func addTokens(to routes: RouteBuilder) {
        server.page(PageRoutes.tokenSettings, on: routes) { visit in
            PageResponse.page(
                try await tokens(visit) { tokens in
                    switch visit.query("dialog") {
                    case "add": return .add
                    case "delete": return tokens.first { $0.guid == visit.query("token") }.map { .delete($0) }
                    default: return nil
                    }
                })
        }
        server.action(PageRoutes.createToken, on: routes) { visit in
            do {
                let made = try await accounts.createAPIToken(name: visit.form["name"], by: visit.caller)
                return PageResponse.page(try await tokens(visit) { _ in .made(made) }, status: .created)
            } catch let error as CoordinatorError where error.isMendable {
                return visit.mend(try await tokens(visit, visit.form.with(error)) { _ in .add }, error)
            }
        }
        server.action(PageRoutes.deleteToken, on: routes) { visit in
            try await accounts.deleteAPIToken(visit.guid, by: visit.caller)
            return visit.redirect(to: SettingsPart.tokens.path, "The token was withdrawn.")
        }
    }

    private func tokens(
        _ visit: PageVisit, _ form: FormState = FormState(), _ question: ([APITokenDTO]) -> TokenSettingsPage.Question?
    ) async throws -> HTML {
        let tokens = try await accounts.apiTokens(of: visit.caller)
        let model = TokenSettingsPage.Model(
            tokens: tokens, serverURL: visit.serverURL, question: question(tokens), form: form)
        return TokenSettingsPage.render(model, frame: try await visit.frame())
    }
}
