import Domain
import HTML
import Wire

/// The agents, live, and the tokens with which new ones register.
enum AgentsPage {
    static func render(_ model: AgentsModel, frame: PageFrame) -> HTML {
        let add = Dialog.opener(
            "add", on: AgentsModel.path, label: "\(Icon.plus.html)Add an agent", style: "button primary")
        let rows = model.page.items.map { agent in
            AgentRow(agent: agent, job: agent.currentJobGuid.flatMap { model.jobs[$0] }, frame: frame).html
        }
        let dialogs = AgentDialogs(question: model.question, form: model.form, serverURL: model.serverURL, frame: frame)
        let page: HTML = """
            \(dialogs.html)\(model.isPart ? search(model) : .empty)
            <ul class="rows agents" id="agent-list" data-live data-module="agents-live"\(" data-part", if: model.isPart) \
            data-socket="\(SocketRoutes.agents.path().address)" \
            data-source="\(model.address(cursor: model.cursor).address)">\(rows)</ul>
            <div class="when-empty">\(model.isPart ? nobody(model) : empty(frame))</div>
            \(paging(model))
            \(frame.isAdministrator ? tokens(model, frame) : .empty)
            """
        return frame.render(
            FramedPage(title: "Agents", actions: frame.isAdministrator ? add : .empty, content: page))
    }

    private static func search(_ model: AgentsModel) -> HTML {
        let form = FilterForm(
            target: AgentsModel.path, search: ("Name or machine", model.search),
            clear: model.search.isEmpty ? nil : AgentsModel.path)
        return "<div class=\"toolbar\">\(form.html)</div>"
    }

    private static func nobody(_ model: AgentsModel) -> HTML {
        Parts.empty(
            .agents, "No agent is called so", "No name and no machine has “\(model.search)” in it.",
            action: "<a class=\"button\" \(href: AgentsModel.path)>All agents</a>")
    }

    private static func paging(_ model: AgentsModel) -> HTML {
        Parts.paging(
            first: model.cursor.map { _ in model.address() },
            next: model.page.nextCursor.map { model.address(cursor: $0) })
    }

    private static func empty(_ frame: PageFrame) -> HTML {
        let text: HTML = """
            An agent runs on the machine that holds your photos and does all the work. \
            Nothing runs without at least one.
            """
        let who: HTML = frame.isAdministrator ? "" : " An administrator of your team can add one."
        return Parts.empty(.agents, "No agent yet", "\(text)\(who)")
    }

    private static func withdraw(_ token: RegistrationTokenDTO) -> HTML {
        Dialog.opener(
            "withdraw", on: AgentsModel.path, about: ("token", token.guid), .trash, "Withdraw",
            token.name.isEmpty ? "the registration token" : token.name)
    }

    private static func tokens(_ model: AgentsModel, _ frame: PageFrame) -> HTML {
        let rows = model.tokens.map { token -> HTML in
            """
            <li class="row"><div class="row-main"><p class="row-title">\(Icon.key.html)\
            \(token.name.isEmpty ? "Registration token" : token.name)</p>\
            <p class="meta"><span>expires \(Moment.relative(token.expiresAt, now: frame.now))</span></p></div>\
            <div class="row-actions">\(withdraw(token))</div></li>
            """
        }
        let section = Parts.section("Open registration tokens", id: "tokens", "<ul class=\"rows\">\(rows)</ul>")
        return "<div id=\"token-list\" data-live>\(rows.isEmpty ? .empty : section)</div>"
    }
}
