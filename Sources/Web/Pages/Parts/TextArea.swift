import HTML

/// A labelled field of several lines; its error stands beside it, and what was typed stays.
struct TextArea: Sendable {
    var name: String
    var label: String
    var rows: Int
    var hint: HTML = .empty
    var isMonospaced = false
    /// Whether the cursor starts here.
    var isFirst = false

    /// The field with what a form holds for it.
    func render(_ form: FormState) -> HTML {
        let id = "field-\(name)"
        let mono: HTML = isMonospaced ? " class=\"mono\" spellcheck=\"false\" autocapitalize=\"off\" wrap=\"off\"" : ""
        let error = form.errors[name]
        // A line break behind the tag is dropped by browsers, so that one of the text's own is kept.
        let control: HTML = """
            <textarea id="\(id)" name="\(name)" rows="\(rows)"\(mono)\
            \(" autofocus", if: error != nil || isFirst)\(Field.described(id, error, hint))>
            \(form.values[name])</textarea>
            """
        return Field.wrap(id: id, label: label, control: control, error: error, hint: hint)
    }
}
