import HTML
import Wire

/// A node in the editor: its number and kind, and the fields that its kind has.
struct NodeCard: Sendable {
    /// Its place in the pipeline, from 0.
    var number: Int
    /// Whether none stands below it.
    var isLast: Bool
    var node: NodeForm
    /// What is wrong, by the names of all the editor's fields.
    var errors: [String: String]
    /// The control in which the cursor starts, by its name.
    var focus: String?

    private var name: String { "n\(number)" }

    var html: HTML {
        let title: HTML = "\(number + 1). \(node.kind.rawValue.prefix(1).uppercased())\(node.kind.rawValue.dropFirst())"
        return """
            <div class="stage card" id="\(name)" role="group" aria-label="\(title)">
            <div class="stage-head"><h2>\(title)</h2>\(buttons)</div>
            <input type="hidden" name="\(name).type" value="\(node.kind.rawValue)">\
            \(errors[name].map(Self.complaint))
            \(field("id", "Id"))\(field("name", "Name"))\(particulars)
            \(outputs)
            </div>

            """
    }

    private var buttons: HTML {
        let what = "node \(number + 1)"
        let up: HTML? = number == 0 ? nil : button("up", "Up", "Move \(what) up")
        let down: HTML? = isLast ? nil : button("down", "Down", "Move \(what) down")
        return "\(up)\(down)\(button("remove", "Remove", "Remove \(what)"))"
    }

    private func button(_ deed: String, _ word: String, _ label: String) -> HTML {
        let value = "\(deed).\(number)"
        return """
            <button class="button small" name="do" value="\(value)" aria-label="\(label)"\
            \(" autofocus", if: focus == value)>\(word)</button>
            """
    }

    private static func complaint(_ text: String) -> HTML {
        "<p class=\"error\">\(Icon.warning.html)<span>\(text)</span></p>"
    }

    private var particulars: HTML? {
        switch node.kind {
        case .capture, .branching: nil
        case .file:
            field("extension", "Extension", example: ".dng")
                + Tick(name: "\(name).optional", label: "Optional").render(state("optional"))
        case .process: field("method_ids", "Methods", hint: methodsHint, example: "HDR, BW")
        case .pairing: field("pairing_type", "Paired as", example: "HDR")
        case .termination: field("termination_type", "Ends as", example: "Raw Archive")
        }
    }

    private var methodsHint: HTML {
        let methods = MethodList.methods(node.values["method_ids"] ?? "")
        return methods.contains("") ? "<code>\"\"</code> adds nothing to a name." : .empty
    }

    private func field(_ field: String, _ label: String, hint: HTML = .empty, example: String = "") -> HTML {
        let full = "\(name).\(field)"
        return Field(
            name: full, label: label, hint: hint, placeholder: example, isRequired: false,
            isFirst: focus == full
        ).render(state(field))
    }

    private func state(_ field: String) -> FormState {
        let full = "\(name).\(field)"
        var state = FormState(values: [full: node.values[field] ?? ""])
        state.errors[full] = errors[full]
        return state
    }

    /// One field for each output, and an empty one for another. All offer the ids of the other nodes.
    private var outputs: HTML? {
        guard node.kind != .termination || !node.outputs.isEmpty else { return nil }
        let full = "\(name).output"
        let error = errors[full]
        let fields = (node.outputs + [""]).enumerated().map { index, id -> HTML in
            """
            <input name="\(full).\(index)"\(id.isEmpty ? .empty : " value=\"\(id)\"" as HTML) list="ids" aria-label="Leads to, \(index + 1)"\(Field.described("field-\(full)", error, .empty))>
            """
        }
        let complaint = error.map { text -> HTML in
            "<p class=\"error\" id=\"field-\(full)-error\">\(Icon.warning.html)<span>\(text)</span></p>"
        }
        return """
            <div class="field outputs"><span class="label">Leads to</span>\(fields)\(complaint)</div>
            """
    }
}
