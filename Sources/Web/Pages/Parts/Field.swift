import HTML

/// A labelled field; its error stands beside it, and what was typed stays.
struct Field: Sendable {
    /// The browser's kinds of input.
    enum Kind: String, Sendable {
        case text, email, password
    }

    var name: String
    var label: String
    var kind = Kind.text
    /// The browser's own name for what belongs here, for example `username`. Nowhere `off` but for secrets: browsers then
    /// throw away what was typed when somebody goes back to the page.
    var autocomplete: String?
    var hint: HTML = .empty
    var placeholder = ""
    var isRequired = true
    var isMonospaced = false
    /// Whether the cursor starts here.
    var isFirst = false

    /// The field with what a form holds for it; passwords are never sent back.
    func render(_ form: FormState) -> HTML {
        let value = kind == .password ? "" : form.values[name] ?? ""
        let input: HTML = """
            <input id="\(id)" name="\(name)" value="\(value)"\(attributes)\(focus(form))\
            \(Self.described(id, form.errors[name], hint))>
            """
        return Self.wrap(id: id, label: label, control: input, error: form.errors[name], hint: hint)
    }

    private var id: String { "field-\(name)" }

    private var attributes: HTML {
        let mono: HTML = isMonospaced ? " class=\"mono\" spellcheck=\"false\" autocapitalize=\"off\"" : ""
        let example: HTML = placeholder.isEmpty ? "" : " placeholder=\"\(placeholder)\""
        let type: HTML = kind == .text ? "" : " type=\"\(kind.rawValue)\""
        let completion = autocomplete.map { word -> HTML in " autocomplete=\"\(word)\"" }
        return "\(type)\(completion)\(example)\(mono)\(" required", if: isRequired)"
    }

    /// The cursor starts in the first field that is wrong, if any is.
    private func focus(_ form: FormState) -> HTML {
        let isWrong = form.errors[name] != nil
        return "\(" autofocus", if: isWrong || (isFirst && form.errors.isEmpty))"
    }

    static func described(_ id: String, _ error: String?, _ hint: HTML) -> HTML {
        let error: HTML? = error.map { _ in " aria-invalid=\"true\" aria-describedby=\"\(id)-error\"" }
        return error ?? (hint == .empty ? "" : " aria-describedby=\"\(id)-hint\"")
    }

    static func wrap(id: String, label: String, control: HTML, error: String?, hint: HTML) -> HTML {
        let complaint = error.map { text -> HTML in
            "<p class=\"error\" id=\"\(id)-error\">\(Icon.warning.html)<span>\(text)</span></p>"
        }
        let note: HTML = hint == .empty ? "" : "<p class=\"hint\" id=\"\(id)-hint\">\(hint)</p>"
        return """
            <div class="field"><label for="\(id)">\(label)</label>\(control)\(complaint)\(note)</div>
            """
    }
}

/// A labelled choice out of few.
struct Choice: Sendable {
    /// One of them.
    struct Option: Hashable, Sendable {
        var value: String
        var title: String
    }

    var name: String
    var label: String
    var options: [Option]
    var hint: HTML = .empty
    var isRequired = true
    /// The id of the form that it belongs to, where it stands inside another.
    var owner: String?
    /// Its own id, where a page has two of the name.
    var id: String?

    func render(_ form: FormState) -> HTML {
        let id = id ?? "field-\(name)"
        let owner: HTML? = owner.map { " form=\"\($0)\"" }
        let chosen = form.values[name]
        let items = options.map { option -> HTML in
            "<option value=\"\(option.value)\"\(" selected", if: option.value == chosen)>\(option.title)</option>"
        }
        let control: HTML = """
            <select id="\(id)" name="\(name)"\(owner)\(" required", if: isRequired)\
            \(Field.described(id, form.errors[name], hint))>\(items)</select>
            """
        return Field.wrap(id: id, label: label, control: control, error: form.errors[name], hint: hint)
    }
}
