import HTML

/// A choice that is made or not, with its label behind it.
struct Tick: Sendable {
    var name: String
    var label: String
    var hint: HTML = .empty

    /// The box, ticked where a form holds it.
    func render(_ form: FormState) -> HTML {
        let id = "field-\(name)"
        let note: HTML = hint == .empty ? "" : "<p class=\"hint\" id=\"\(id)-hint\">\(hint)</p>"
        return """
            <div class="tick"><input type="checkbox" id="\(id)" name="\(name)" value="yes"\
            \(" checked", if: form[name] == "yes")\(Field.described(id, nil, hint))>\
            <label for="\(id)">\(label)</label>\(note)</div>
            """
    }
}
