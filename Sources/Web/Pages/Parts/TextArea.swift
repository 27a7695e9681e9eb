import HTML

/// A labelled field of several lines; its error stands beside it, and what was typed stays.
struct TextArea: Sendable {
    var name: String
    var label: String
    var hint: HTML = .empty
    /// Lines that are seen without scrolling.
    var rows = 4

    /// The field with what a form holds for it.
    func render(_ form: FormState) -> HTML {
        let id = "field-\(name)"
        let error = form.errors[name]
        // A line feed right behind the tag belongs to the tag.
        let control: HTML = """
            <textarea id="\(id)" name="\(name)" rows="\(rows)" class="mono" spellcheck="false" autocapitalize="off" \
            autocomplete="off"\(" autofocus", if: error != nil)\(Field.described(id, error, hint))>
            \(form.values[name] ?? "")</textarea>
            """
        return Field.wrap(id: id, label: label, control: control, error: error, hint: hint)
    }
}
