import Domain
import HTML
import Wire

/// The agents, live, and the tokens with which new ones register.
enum AgentsPage {
    static func render(_ model: AgentsModel, frame: PageFrame) -> HTML {
        let add = Dialog.opener(
            "add", on: AgentsModel.path, label: "\(Icon.plus.html)Add an agent", style: "button primary")
        let rows = model.sortedAgents.map { agent in
            AgentRow(agent: agent, job: agent.currentJobGuid.flatMap { model.jobs[$0] }, frame: frame).html
        }
        let page: HTML = """
            \(AgentDialogs.render(model, frame: frame))
            <ul class="rows agents" id="agent-list" data-live data-module="agents-live" \
            data-socket="\(SocketRoutes.agents.path().address)" data-source="\(AgentsModel.path.address)">\(rows)</ul>
            <div class="when-empty">\(empty(frame))</div>
            \(frame.isAdministrator ? tokens(model, frame) : .empty)
            """
        return frame.render(
            FramedPage(title: "Agents", actions: frame.isAdministrator ? add : .empty, content: page))
    }

    private static func empty(_ frame: PageFrame) -> HTML {
        let text: HTML = """
            An agent runs on the machine that holds your photos and does all the work. \
            Nothing runs without at least one.
            """
        let who: HTML = frame.isAdministrator ? "" : " An administrator of your team can add one."
        return Parts.empty(.agents, "No agent yet", "\(text)\(who)")
    }

    private static func tokens(_ model: AgentsModel, _ frame: PageFrame) -> HTML {
        let rows = model.tokens.map { token -> HTML in
            """
            <li class="row"><div class="row-main"><p class="row-title">\(Icon.key.html)\
            \(token.name.isEmpty ? "Registration token" : token.name)</p>\
            <p class="meta"><span>expires \(Moment.relative(token.expiresAt, now: frame.now))</span></p></div>\
            <form class="row-actions" method="post" \(action: PageRoutes.deleteAgentToken.path(token.guid))>\
            \(frame.csrfField)<button class="button small">Withdraw</button></form></li>
            """
        }
        let section = Parts.section("Open registration tokens", id: "tokens", "<ul class=\"rows\">\(rows)</ul>")
        return "<div id=\"token-list\" data-live>\(rows.isEmpty ? .empty : section)</div>"
    }
}
