import Domain
import HTML
import Wire

/// Starts a tool, and says before it is sent when nothing can run it now (EC-1).
enum RunForm {
    static func render(_ model: CollectionModel, frame: PageFrame) -> HTML {
        let choices = ToolChoice.choices(model)
        if let refusal = ToolChoice.refusal(model) {
            return "<div class=\"card run\"><h2>Run an analysis</h2>\(warning(refusal))</div>"
        }
        let tool = Choice(
            name: "tool", label: "Tool",
            options: choices.map { Choice.Option(value: $0.tool.rawValue, title: $0.tool.title) })
        // Tools of one agent share what keeps it away; a reason stands once.
        let obstacles = choices.compactMap(\.obstacle).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        let obstacle = HTML(joining: obstacles.map(warning))
        return """
            <div class="card run"><h2>Run an analysis</h2>\(Parts.complaint(model.run))\(obstacle)
            <form class="stack" method="post" \(action: PageRoutes.startRun.path(model.collection.guid))>\(frame.csrfField)
            \(tool.render(model.run))
            <button class="button primary wide">\(Icon.play.html)Run</button></form></div>
            """
    }

    private static func warning(_ text: String) -> HTML {
        Parts.notice(.warning, "<p>\(text) <a \(href: PageRoutes.agents.path())>See the agents</a></p>")
    }
}
