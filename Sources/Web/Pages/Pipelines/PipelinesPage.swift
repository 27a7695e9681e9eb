import Domain
import HTML
import Wire

/// The list of pipelines as it was asked for.
struct PipelinesModel: Sendable {
    /// By name.
    var page: PageDTO<PipelineDTO>
    /// Where this page of the list begins; nil is the beginning.
    var cursor: String?
}

/// The list of pipelines.
enum PipelinesPage {
    static func render(_ model: PipelinesModel, frame: PageFrame) -> HTML {
        let path = PageRoutes.pipelines.path()
        let add: HTML = frame.isAdministrator ? add("button") : .empty
        let paging = Parts.paging(
            first: model.cursor.map { _ in path }, next: model.page.nextCursor.map { path.query(("cursor", $0)) })
        let content = model.page.items.isEmpty ? empty(frame) : table(model.page.items, frame) + paging
        return frame.render(
            FramedPage(
                title: "Pipelines", section: .pipelines, actions: model.page.items.isEmpty ? .empty : add,
                content: content))
    }

    private static func add(_ style: String) -> HTML {
        "<a class=\"\(style)\" \(href: PageRoutes.newPipeline.path())>\(Icon.plus.html)Add a pipeline</a>"
    }

    private static func empty(_ frame: PageFrame) -> HTML {
        Parts.empty(
            .pipelines, "No pipeline yet",
            """
            A pipeline says which files each image should have on its way from the camera to the archive. \
            Pipeline Validation holds your collections against it.
            """, action: frame.isAdministrator ? add("button primary") : "<p>Ask an administrator to add one.</p>")
    }

    private static func table(_ pipelines: [PipelineDTO], _ frame: PageFrame) -> HTML {
        let rows = pipelines.map { pipeline -> [HTML] in
            let standard: HTML = pipeline.isDefault ? "<span class=\"tag\">Default</span>" : ""
            let summary = pipeline.description.split(separator: "\n").first.map(String.init) ?? ""
            return [
                """
                <a \(href: PageRoutes.pipeline.path(pipeline.guid))>\(pipeline.name)</a>\
                \(standard)<span class="path">\(summary)</span>
                """,
                HTML(text: NumberText.grouped(pipeline.nodes.count)), PipelineParts.state(pipeline),
                Moment.relative(pipeline.createdAt, now: frame.now),
            ]
        }
        let columns: [Table.Column] = [
            .init("Name", .main), .init("Nodes", .number), .init("Structure"), .init("Made", .word),
        ]
        return Table(columns: columns, rows: rows).html
    }
}

/// What the list and the page of a pipeline both say.
enum PipelineParts {
    /// What the structure check says, in a word or two.
    static func state(_ pipeline: PipelineDTO) -> HTML {
        let errors = pipeline.findings.count { $0.severity == .error }
        let warnings = pipeline.findings.count - errors
        guard errors + warnings > 0 else { return "<span class=\"health\">\(Icon.check.html)Sound</span>" }
        let text = errors > 0 ? NumberText.count(errors, "error") : NumberText.count(warnings, "warning")
        return "<span class=\"health trouble\">\(Icon.warning.html)\(text)</span>"
    }
}
