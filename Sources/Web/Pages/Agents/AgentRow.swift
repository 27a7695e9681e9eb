import Domain
import HTML
import Wire

/// One agent in the list. `agents-live.js` compares the `data-` values with what the socket says.
struct AgentRow: Sendable {
    var agent: AgentDTO
    /// The job it holds.
    var job: JobDTO?
    var frame: PageFrame
    /// Whether it stands on the agent's own page.
    var isAlone = false

    var html: HTML {
        """
        <li class="row agent" data-agent="\(agent.guid)" data-status="\(agent.status.rawValue)" \
        data-paused="\(agent.paused ? "true" : "false")" data-job="\(agent.currentJobGuid)" data-name="\(agent.name)">\
        \(AgentState(agent).badge)\
        <div class="row-main">\(isAlone ? .empty : title)<p class="meta">\(machine)</p>\(capabilities)</div>\
        <div class="agent-work">\(work)</div>\
        <div class="row-actions">\(frame.isAdministrator ? menu : .empty)</div></li>
        """
    }

    private var title: HTML {
        "<p class=\"row-title\"><a \(href: PageRoutes.agent.path(agent.guid))>\(agent.name)</a></p>"
    }

    private var machine: HTML {
        let system = agent.osInfo ?? agent.platform
        return "<span>\(agent.hostname)</span> <span>\(system)</span> <span>version \(agent.version)</span>"
    }

    private var capabilities: HTML {
        let tags = agent.capabilities.compactMap(AgentCapability.title).map { title -> HTML in
            "<li>\(title)</li>"
        }
        return tags.isEmpty ? .empty : "<ul class=\"tags\" aria-label=\"Capabilities\">\(tags)</ul>"
    }

    private var work: HTML {
        let seen: HTML =
            agent.lastHeartbeat == nil
            ? "Never started yet" : "Last sign of life \(Moment.relative(agent.lastHeartbeat, now: frame.now))"
        let load = "\(NumberText.count(agent.recentJobsCount, "job")) in the last hour"
        let current: HTML? = job.map { job in
            "<p>\(Icon.spinner.html)<a \(href: PageRoutes.job.path(job.guid))>\(job.tool.title) on \(job.collectionName)</a></p>"
        }
        return "\(current)\(trouble)<p class=\"meta\"><span>\(seen)</span> <span>\(load)</span></p>"
    }

    private var trouble: HTML {
        if agent.status == .revoked {
            return "<p class=\"row-error\">Revoked: \(agent.revocationReason ?? "no reason given")</p>"
        }
        guard let message = agent.errorMessage else { return .empty }
        return "<p class=\"row-error\">\(message)</p>"
    }

    private var menu: HTML {
        let about: HTML = "<input type=\"hidden\" name=\"agent\" value=\"\(agent.guid)\">"
        let revoke: HTML = agent.status == .revoked ? "" : entry("revoke", .stop, "Revoke")
        return """
            <details class="menu"><summary class="icon-button" aria-label="Actions for \(agent.name)">\(Icon.more.html)\
            </summary><div class="menu-panel">\(pause)\
            <form method="get" \(action: AgentsModel.path) data-dialog>\(about)\
            \(entry("rename", .edit, "Rename"))\(revoke)\(entry("delete", .trash, "Delete"))</form></div></details>
            """
    }

    private func entry(_ value: String, _ icon: Icon, _ title: String) -> HTML {
        "<button class=\"menu-item\" name=\"dialog\" value=\"\(value)\">\(icon.html)\(title)</button>"
    }

    private var pause: HTML {
        guard agent.status != .revoked else { return .empty }
        let (icon, title, value): (Icon, String, String) =
            agent.paused ? (.play, "Resume", "false") : (.pause, "Pause", "true")
        return """
            <form method="post" \(action: PageRoutes.pauseAgent.path(agent.guid))>\(frame.csrfField)\
            <button class="menu-item" name="paused" value="\(value)">\(icon.html)\(title)</button></form>
            """
    }
}

/// Capabilities as people read them.
enum AgentCapability {
    /// `tool:photostats:1.0.0` is "PhotoStats 1.0.0"; unknown ones stand as they are.
    static func title(_ capability: String) -> String? {
        let parts = capability.split(separator: ":", maxSplits: 2).map(String.init)
        switch parts.first {
        case "local_filesystem": return "Local folders"
        case "tool" where parts.count > 1:
            let name = Tool(rawValue: parts[1])?.title ?? parts[1]
            return parts.count > 2 ? "\(name) \(parts[2])" : name
        case "source" where parts.count == 2: return parts[1].uppercased()
        case "connector": return nil
        default: return capability
        }
    }
}
