import Coordinator
import HTML
import Hummingbird
import Wire

/// Agents and registration tokens: the live list, its dialogs, and what they do.
struct AgentHandlers: Sendable {
    let server: PageServer

    private var coordinator: Coordinator { server.coordinator }

    func add(to routes: RouteBuilder) {
        server.page(PageRoutes.agents, on: routes) { visit in
            PageResponse.page(try await list(visit, try await question(visit)))
        }
        server.page(PageRoutes.agent, on: routes) { PageResponse.page(try await page($0)) }
        server.action(PageRoutes.createAgentToken, on: routes) { try await createToken($0) }
        server.action(PageRoutes.deleteAgentToken, on: routes) { visit in
            try await coordinator.registration.deleteToken(visit.guid, by: visit.caller)
            return visit.redirect(to: AgentsModel.path, "The token was withdrawn.")
        }
        server.action(PageRoutes.pauseAgent, on: routes) { visit in
            let agent = try await coordinator.agents.setPaused(
                visit.guid, visit.form["paused"] != "false", by: visit.caller)
            let text = agent.paused ? "is paused. It finishes what it runs." : "goes on."
            return visit.redirect(to: back(visit), "\(agent.name) \(text)")
        }
        server.action(PageRoutes.renameAgent, on: routes) { visit in
            try await change(visit, AgentsModel.Question.rename) { form in
                let agent = try await coordinator.agents.rename(visit.guid, to: form["name"], by: visit.caller)
                return "The agent is called \(agent.name) now."
            }
        }
        server.action(PageRoutes.revokeAgent, on: routes) { visit in
            try await change(visit, AgentsModel.Question.revoke) { form in
                let agent = try await coordinator.agents.revoke(visit.guid, reason: form["reason"], by: visit.caller)
                return "\(agent.name) was revoked."
            }
        }
        server.action(PageRoutes.deleteAgent, on: routes) { try await delete($0) }
    }

    /// To the agent's own page where the form was sent from there, or else to the list.
    private func back(_ visit: PageVisit) -> RoutePath {
        let own = PageRoutes.agent.path(visit.guid)
        return visit.referer?.hasPrefix(own.address) == true ? own : AgentsModel.path
    }

    private func page(
        _ visit: PageVisit, _ question: AgentsModel.Question? = nil, _ form: FormState = FormState()
    ) async throws -> HTML {
        let agent = try await coordinator.agents.get(visit.guid, team: visit.caller.team.rowID)
        var job: JobDTO?
        if let held = agent.currentJobGuid { job = try await coordinator.jobs.get(held, for: visit.caller) }
        let model = AgentPage.Model(
            agent: agent, job: job,
            jobs: try await coordinator.jobs.list(
                JobService.Query(agent: visit.guid), for: visit.caller, try visit.listPart()),
            cursor: visit.query("cursor"),
            bound: try await coordinator.collections.bound(toAgent: visit.guid, for: visit.caller),
            connectors: try await coordinator.connectors.held(byAgent: visit.guid, for: visit.caller),
            question: question, form: form)
        return AgentPage.render(model, frame: try await visit.frame())
    }

    /// The question that the query asks for.
    private func question(_ visit: PageVisit) async throws -> AgentsModel.Question? {
        guard let name = visit.query("dialog") else { return nil }
        try visit.caller.requireAdministrator()
        if name == "add" { return .add }
        if name == "withdraw" {
            return try await coordinator.registration.tokens(for: visit.caller).first {
                $0.guid == visit.query("token")
            }
            .map { .withdraw($0) }
        }
        guard let guid = visit.query("agent") else { return nil }
        let agent = try await coordinator.agents.get(guid, team: visit.caller.team.rowID)
        switch name {
        case "rename": return .rename(agent)
        case "revoke": return .revoke(agent)
        case "delete": return try await deletion(of: agent, visit)
        default: return nil
        }
    }

    private func createToken(_ visit: PageVisit) async throws -> Response {
        let name = visit.form["name"].isEmpty ? "New agent" : visit.form["name"]
        do {
            let token = try await coordinator.registration.createToken(name: name, by: visit.caller)
            return PageResponse.page(try await list(visit, .token(token)), status: .created)
        } catch let error as CoordinatorError where error.isMendable {
            return visit.mend(try await list(visit, .add, visit.form.with(error)), error)
        }
    }

    /// Does what a dialog about an agent asks for, or shows it again with what is wrong.
    private func change(
        _ visit: PageVisit, _ question: (AgentDTO) -> AgentsModel.Question,
        _ action: (FormState) async throws -> String
    ) async throws -> Response {
        do {
            return visit.redirect(to: back(visit), try await action(visit.form))
        } catch let error as CoordinatorError where error.isMendable {
            let agent = try await coordinator.agents.get(visit.guid, team: visit.caller.team.rowID)
            return visit.mend(try await ask(visit, question(agent), visit.form.with(error)), error)
        }
    }

    /// Shows a question again over the page that it was asked on.
    private func ask(_ visit: PageVisit, _ question: AgentsModel.Question, _ form: FormState) async throws -> HTML {
        try await back(visit) == AgentsModel.path ? list(visit, question, form) : page(visit, question, form)
    }

    /// What goes with an agent: the collections that are bound to it, and who could take them over.
    private func deletion(of agent: AgentDTO, _ visit: PageVisit) async throws -> AgentsModel.Question {
        let bound = try await coordinator.collections.bound(toAgent: agent.guid, for: visit.caller)
        // Nobody else needs to be looked for where nothing is bound.
        let agents = bound.isEmpty ? [] : try await coordinator.agents.list(team: visit.caller.team.rowID)
        return .delete(
            agent, bound: bound, heirs: NewCollectionPage.offered(agents).filter { $0.guid != agent.guid })
    }

    private func delete(_ visit: PageVisit) async throws -> Response {
        let agent = try await coordinator.agents.get(visit.guid, team: visit.caller.team.rowID)
        let heir = visit.form["bound_agent_guid"]
        do {
            try await coordinator.agents.delete(
                visit.guid, movingCollectionsTo: heir.isEmpty ? nil : heir, by: visit.caller)
            return visit.redirect(to: AgentsModel.path, "\(agent.name) was deleted.")
        } catch let error as CoordinatorError where error.isMendable {
            return visit.mend(try await ask(visit, deletion(of: agent, visit), visit.form.with(error)), error)
        }
    }

    private func list(
        _ visit: PageVisit, _ question: AgentsModel.Question?, _ form: FormState = FormState()
    ) async throws -> HTML {
        let frame = try await visit.frame()
        let team = visit.caller.team.rowID
        let tokens = frame.isAdministrator ? try await coordinator.registration.tokens(for: visit.caller) : []
        let held = try await coordinator.jobs.held(team: team)
        let search = visit.query("q") ?? ""
        let model = AgentsModel(
            page: try await coordinator.agents.page(
                team: team, like: search,
                PageRequest(limit: AgentsModel.length, cursor: visit.query("cursor"))),
            cursor: visit.query("cursor"), search: search,
            tokens: tokens.filter { !$0.isUsed && $0.expiresAt > frame.now },
            jobs: Dictionary(held.map { ($0.guid, $0) }, uniquingKeysWith: { first, _ in first }),
            serverURL: visit.serverURL, question: question, form: form)
        return AgentsPage.render(model, frame: frame)
    }
}
