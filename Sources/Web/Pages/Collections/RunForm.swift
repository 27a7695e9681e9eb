import Domain
import HTML
import Wire

/// Starts a tool, and says before it is sent when nothing can run it now (EC-1).
///
/// The options of a tool show while it is chosen, by style alone: the form works without a script.
enum RunForm {
    static func render(_ model: CollectionModel, frame: PageFrame) -> HTML {
        if let refusal = ToolChoice.refusal(model) {
            return "<div class=\"card run\"><h2>Run an analysis</h2>\(warning(refusal))</div>"
        }
        let choices = ToolChoice.choices(model)
        // Tools of one agent may share what keeps it away; such a reason stands once, above them all.
        let reasons = Set(choices.map(\.obstacle))
        let shared = reasons.count == 1 ? choices[0].obstacle : nil
        let chosen = Tool(rawValue: model.run["tool"]) ?? choices[0].tool
        let tools = choices.map { choice in
            tool(choice, isChosen: choice.tool == chosen, isBarred: shared == nil, model, frame)
        }
        return """
            <div class="card run"><h2>Run an analysis</h2>\(Parts.complaint(model.run))\
            <div id="obstacle" data-live>\(shared.map(warning))</div>
            <form class="stack" method="post" \(action: PageRoutes.startRun.path(model.collection.guid))>\(frame.csrfField)
            <fieldset><legend>Tool</legend>\(tools)</fieldset>
            <button class="button primary wide">\(Icon.play.html)Run</button></form>\(PipelineChoice.companion(model, frame: frame))</div>
            """
    }

    private static func tool(
        _ choice: ToolChoice, isChosen: Bool, isBarred: Bool, _ model: CollectionModel, _ frame: PageFrame
    ) -> HTML {
        let id = "tool-\(choice.tool.rawValue)"
        let obstacle: HTML? = isBarred ? choice.obstacle.map(warning) : nil
        return """
            <div class="tool"><input type="radio" id="\(id)" name="tool" value="\(choice.tool.rawValue)" required\
            \(" checked", if: isChosen) aria-describedby="\(id)-hint"><label for="\(id)">\(choice.tool.title)</label>\
            <p class="hint" id="\(id)-hint">\(purpose(choice.tool))</p>
            <div class="tool-options stack"><div id="\(id)-obstacle" data-live>\(obstacle)</div>\
            \(options(choice.tool, model, frame))</div></div>
            """
    }

    /// What a tool is for, in a line.
    private static func purpose(_ tool: Tool) -> HTML {
        switch tool {
        case .photostats: "Counts files and sizes, and finds images without sidecars and sidecars without images."
        case .photoPairing: "Groups files by camera and counter in their names, and lists names that break the rules."
        case .pipelineValidation: "Follows each image along a pipeline and says which are ready for the archive."
        }
    }

    private static func options(_ tool: Tool, _ model: CollectionModel, _ frame: PageFrame) -> HTML {
        switch tool {
        case .photostats:
            (canReadSidecars(model) ? sidecars.render(model.run) : .empty)
                + Tick(
                    name: "pair_across_directories", label: "Pair across folders",
                    hint: "For archives that keep sidecars in folders of their own."
                ).render(model.run)
        case .photoPairing: .empty
        case .pipelineValidation: PipelineChoice.render(model, frame: frame)
        }
    }

    private static let sidecars = Tick(
        name: "read_sidecars", label: "Read the sidecars",
        hint: "Ratings, labels, cameras and lenses too. It takes longer.")

    /// Of a bucket only the listing is read. Source: analysis.md.
    private static func canReadSidecars(_ model: CollectionModel) -> Bool {
        [.local, .smb].contains(model.collection.type)
    }

    private static func warning(_ text: String) -> HTML {
        Parts.notice(.warning, "<p>\(text) <a \(href: PageRoutes.agents.path())>See the agents</a></p>")
    }
}

extension RunRequest {
    /// What the form asks for; the options of tools that are not chosen do not count.
    /// - Parameter tool: the chosen one.
    init(_ tool: Tool, _ form: FormState) {
        let pipeline = tool == .pipelineValidation ? form["pipeline_guid"] : ""
        func flag(_ name: String) -> Bool? { form[name] == "yes" ? true : nil }
        let parameters =
            tool == .photostats
            ? RunParameters(
                readSidecars: flag("read_sidecars"), pairAcrossDirectories: flag("pair_across_directories"))
            : nil
        self.init(tool: tool, pipelineGuid: pipeline.isEmpty ? nil : pipeline, parameters: parameters)
    }
}
