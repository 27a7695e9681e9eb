import Analysis
import Domain
import HTML
import Reports
import Wire

/// What the structure check says of the pipeline in the editor, and its drawing. `pipeline-editor.js` exchanges the three parts.
struct PipelineCheckPart: Sendable {
    /// Whether nothing was typed yet.
    var isBlank: Bool
    var findings: [PipelineFindingDTO]
    /// Nil where it cannot be read, or is too large to draw.
    var graph: PipelineGraph?

    var html: HTML {
        """
        <div id="check" class="check">
        <div role="status">\(state)</div>
        <div>\(list)</div>
        <div>\(drawing)</div>
        </div>
        """
    }

    private var state: HTML {
        guard !isBlank else { return "<p class=\"hint\">Add the first node: what is wrong shows here.</p>" }
        guard !findings.isEmpty else {
            return "<p class=\"health\">\(Icon.check.html)Everything is sound</p>"
        }
        let errors = findings.count { $0.severity == .error }
        let warnings = findings.count - errors
        let words = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }.map { NumberText.count($0.0, $0.1) }
        let style = errors > 0 ? "health trouble" : "health doubt"
        return "<p class=\"\(style)\">\(Icon.warning.html)\(words.joined(separator: ", "))</p>"
    }

    private var list: HTML? {
        guard !isBlank, !findings.isEmpty else { return nil }
        let shown = findings.prefix(50).map { finding -> HTML in
            """
            <li\(" class=\"error\"", if: finding.severity == .error)>\(Icon.warning.html)\
            <span><b>\(finding.severity == .error ? "Error" : "Warning")</b> \(finding.sentence)</span></li>
            """
        }
        let rest: HTML? = findings.count > 50 ? "<li>And \(NumberText.grouped(findings.count - 50)) more.</li>" : nil
        return "<ul class=\"warnings\">\(shown)\(rest)</ul>"
    }

    private var drawing: HTML? {
        if let graph {
            return graph.nodes.isEmpty ? nil : PipelineDrawing.drawing(graph, title: "The way of an image").html
        }
        return isBlank ? nil : "<p class=\"counted\">It is not drawn: it cannot be read yet, or has too many nodes.</p>"
    }
}
