import Analysis
import Coordinator
import Domain
import HTML
import Reports
import Wire

/// One pipeline: drawn with the images of its last run, and node by node.
enum PipelinePage {
    /// The questions in front of the page.
    enum Question: String, Sendable {
        case delete
    }

    static func render(_ model: PipelineInUse, question: Question? = nil, frame: PageFrame) -> HTML {
        let pipeline = model.pipeline
        let summary: HTML? = pipeline.description.isEmpty ? nil : "<p class=\"lead\">\(pipeline.description)</p>"
        let page: HTML = """
            \(summary)\(findings(pipeline))
            <div class="columns"><div>\(drawing(model, frame))\(nodes(model))</div>
            <aside>\(facts(model, frame))</aside></div>
            \(question == .delete && frame.isAdministrator ? deletion(model, frame) : .empty)
            """
        return frame.render(
            FramedPage(
                title: pipeline.name, section: .pipelines, trail: [("Pipelines", PageRoutes.pipelines.path())],
                actions: actions(pipeline, frame), content: page))
    }

    private static func actions(_ pipeline: PipelineDTO, _ frame: PageFrame) -> HTML {
        let export: HTML = """
            <a class="button" download="\(pipeline.name).yaml" \(href: UserRoutes.pipelineYAML.path(pipeline.guid))>\
            \(Icon.download.html)YAML</a>
            """
        guard frame.isAdministrator else { return export }
        let standard: HTML? =
            pipeline.isDefault
            ? nil
            : """
            <form class="inline" method="post" \(action: PageRoutes.makePipelineDefault.path(pipeline.guid))>\
            \(frame.csrfField)<button class="button">\(Icon.check.html)Make default</button></form>
            """
        let delete = Dialog.opener(
            "delete", on: PageRoutes.pipeline.path(pipeline.guid), label: "\(Icon.trash.html)Delete")
        let edit: HTML = """
            <a class="button" \(href: PageRoutes.editPipeline.path(pipeline.guid))>\(Icon.edit.html)Edit</a>
            """
        return "\(edit)\(export)\(standard)\(delete)"
    }

    private static func findings(_ pipeline: PipelineDTO) -> HTML? {
        guard !pipeline.findings.isEmpty else { return nil }
        let notices = pipeline.findings.map { finding -> HTML in
            Parts.notice(
                finding.severity == .error ? .error : .warning, "<p>\(finding.sentence)</p>")
        }
        return "<div class=\"findings\">\(notices)</div>"
    }

    private static func drawing(_ model: PipelineInUse, _ frame: PageFrame) -> HTML {
        guard let graph = model.graph else {
            return Parts.notice(.info, "<p>This pipeline is not drawn: it has too many nodes, or cannot be read.</p>")
        }
        let counts = model.edgeCounts
        let drawn = PipelineDrawing.drawing(graph, title: "The way of an image", counts: counts).html
        guard let run = model.lastRun else {
            return counted("No run has followed this pipeline yet: the images on each way show after the first.")
                + drawn
        }
        let link: HTML = """
            <a \(href: PageRoutes.result.path(run.guid))>the last run</a>, on \(run.collectionName), \
            \(Moment.relative(run.createdAt, now: frame.now))
            """
        guard counts.contains(where: { $0 != nil }) else {
            return counted("There are no numbers from \(link): its agent is older, or nothing had changed.") + drawn
        }
        let gap = counts.contains(nil) ? " Ways without a number are newer than that run." : ""
        return counted("The numbers are images that have all files of that way, by \(link).\(gap)") + drawn
    }

    private static func counted(_ text: HTML) -> HTML { "<p class=\"counted\">\(text)</p>" }

    private static func nodes(_ model: PipelineInUse) -> HTML? {
        guard let graph = model.graph else { return nil }
        let names = Dictionary(graph.nodes.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let rows = graph.nodes.map { node -> [HTML] in
            let id: HTML? = node.name == node.id ? nil : "<span class=\"path\">\(node.id)</span>"
            let next = node.outputs.map { names[$0] ?? $0 }.joined(separator: ", ")
            return [
                "<strong>\(node.name)</strong>\(id)", HTML(text: node.typeWord.capitalizedFirst),
                HTML(text: detail(node)),
                HTML(text: next.isEmpty ? "–" : next),
            ]
        }
        let columns: [Table.Column] = [.init("Node", .main), .init("Kind"), .init("What"), .init("Leads to")]
        return Parts.section("Nodes", id: "nodes", Table(columns: columns, rows: rows).html)
    }

    private static func detail(_ node: PipelineNode) -> String {
        switch node.kind {
        case .capture, .branching: "–"
        case .file(let ending, let isOptional): isOptional ? "\(ending), optional" : ending
        case .process(let methods):
            methods.isEmpty ? "–" : methods.map { $0.isEmpty ? "nothing" : $0 }.joined(separator: " or ")
        case .pairing(let type), .termination(let type): type.isEmpty ? "–" : type
        }
    }

    private static func facts(_ model: PipelineInUse, _ frame: PageFrame) -> HTML {
        let pipeline = model.pipeline
        let users = model.collections.map { collection -> HTML in
            "<a \(href: PageRoutes.collection.path(collection.guid))>\(collection.name)</a>"
        }
        let own: HTML = users.isEmpty ? "–" : HTML(joining: users, separator: ", ")
        return Parts.facts([
            ("Structure", PipelineParts.state(pipeline)),
            ("Default", pipeline.isDefault ? "Yes: runs take it where no other is chosen" : "No"),
            ("Nodes", HTML(text: NumberText.grouped(pipeline.nodes.count))), ("Own pipeline of", own),
            ("Made", Moment.relative(pipeline.createdAt, now: frame.now)),
        ])
    }

    private static func deletion(_ model: PipelineInUse, _ frame: PageFrame) -> HTML {
        let pipeline = model.pipeline
        let path = PageRoutes.pipeline.path(pipeline.guid)
        guard model.collections.isEmpty else {
            let names = model.collections.map(\.name).joined(separator: ", ")
            let text: HTML = "<p>It is the own pipeline of \(names). Give them another first.</p>"
            return Dialog(title: "\(pipeline.name) is in use", close: path, content: text).html
        }
        let standard: HTML = pipeline.isDefault ? " It is the default: runs have to choose another from then on." : ""
        let form = Dialog.form(
            PageRoutes.deletePipeline.path(pipeline.guid), frame: frame, button: "Delete", close: path, isDanger: true,
            """
            <p>The pipeline <strong>\(pipeline.name)</strong> with its \(NumberText.count(pipeline.nodes.count, "node")) is \
            deleted.\(standard)</p><p>Results that followed it stay, and keep its name.</p>
            """)
        return Dialog(title: "Delete \(pipeline.name)?", close: path, content: form).html
    }
}

extension String {
    /// With a capital in front.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
