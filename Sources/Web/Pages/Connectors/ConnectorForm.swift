import Domain
import HTML
import Wire

/// The fields of a connector: what it is called, where it leads, where its credentials live.
///
/// Those for the server show while it is chosen, by style alone: the form works without a script.
struct ConnectorForm: Sendable {
    /// The part of a field's name before its own.
    enum Part: String, Sendable {
        case configuration, credentials
    }

    var type: ConnectorType
    /// The connector that is changed; nil for a new one.
    var connector: ConnectorDTO?
    /// What was typed, and what is wrong with it.
    var form = FormState()

    /// A new connector's form, or that of one as it is.
    init(type: ConnectorType, connector: ConnectorDTO? = nil, form: FormState = FormState()) {
        self.type = type
        self.connector = connector
        self.form = form
        var now = [
            "name": connector?.name ?? "",
            "credential_location": (connector?.credentialLocation ?? .pending).rawValue,
        ]
        for field in type.configurationFields {
            now["configuration.\(field.name)"] = connector?.configuration[field.name] ?? field.standard ?? ""
        }
        self.form.values.merge(now) { typed, _ in typed }
    }

    var html: HTML {
        let name = Field(name: "name", label: "Name", placeholder: example, isFirst: true)
        return "\(name.render(form))\(fields(type.configurationFields, .configuration))\(places)"
    }

    private var example: String {
        switch type {
        case .s3: "Archive in S3"
        case .gcs: "Archive at Google"
        case .smb: "Studio share"
        }
    }

    private func fields(_ fields: [ConnectorField], _ part: Part) -> HTML {
        HTML(joining: fields.map { field($0, part) })
    }

    private func field(_ field: ConnectorField, _ part: Part) -> HTML {
        let name = "\(part.rawValue).\(field.name)"
        // Where agents hold the credentials nothing of the server's is asked for.
        let isRequired = field.isRequired && part == .configuration
        let hint = HTML(text: field.hint)
        switch field.form {
        case .choice(let words):
            let options = words.map { Choice.Option(value: $0, title: $0.prefix(1).uppercased() + $0.dropFirst()) }
            return Choice(name: name, label: field.title, options: options, hint: hint).render(form)
        case .document:
            // What is secret is never sent back.
            var empty = form
            empty.values[name] = nil
            return TextArea(name: name, label: field.title, rows: 6, hint: hint, isMonospaced: true).render(empty)
        case .line, .port, .origin:
            return Field(
                name: name, label: field.title, kind: field.isSecret ? .password : .text,
                autocomplete: field.isSecret ? "new-password" : nil, hint: hint, isRequired: isRequired,
                isMonospaced: part == .configuration
            ).render(form)
        }
    }

    private var places: HTML {
        // Both words mean the same to who fills in the form: the first agent that reports makes one the other.
        let byAgents: CredentialLocation = connector?.credentialLocation == .agent ? .agent : .pending
        let erases: HTML =
            connector?.credentialLocation == .server
            ? " <strong>The server’s copy is erased when you save.</strong>" : ""
        let agents: HTML = """
            They are typed in on an agent’s own machine and never leave it. Only agents that hold them run jobs.\(erases)
            """
        let server: HTML = """
            Encrypted; any agent gets them with a job, over an encrypted connection, and keeps nothing.
            """
        let kept: HTML =
            connector?.credentialLocation == .server
            ? "<p class=\"hint\">Leave all empty to keep those that are there.</p>" : ""
        return """
            <fieldset><legend>Credentials live</legend>\
            \(place(byAgents, "On agents only", agents))\
            \(place(.server, "On the server", server))\
            <div class="stack server-credentials">\(kept)\(fields(type.credentialFields, .credentials))</div></fieldset>
            """
    }

    private func place(_ location: CredentialLocation, _ label: String, _ hint: HTML) -> HTML {
        let id = "location-\(location.rawValue)"
        return """
            <div class="tool"><input type="radio" id="\(id)" name="credential_location" value="\(location.rawValue)" \
            required\(" checked", if: form["credential_location"] == location.rawValue) aria-describedby="\(id)-hint">\
            <label for="\(id)">\(label)</label><p class="hint" id="\(id)-hint">\(hint)</p></div>
            """
    }
}

extension ConnectorForm {
    /// Where the credentials are to live.
    static func location(_ form: FormState) -> CredentialLocation {
        CredentialLocation(rawValue: form["credential_location"]) ?? .pending
    }

    /// The fields of a part that something was typed into; a secret keeps its spaces.
    static func values(_ form: FormState, _ part: Part) -> [String: String] {
        let prefix = "\(part.rawValue)."
        let typed = form.values.filter { $0.key.hasPrefix(prefix) && !$0.value.isEmpty }
        return Dictionary(uniqueKeysWithValues: typed.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
    }

    /// The server's credentials as typed; nil where none are asked for, or none were typed.
    static func credentials(_ form: FormState) -> [String: String]? {
        let typed = values(form, .credentials)
        return location(form) == .server && !typed.isEmpty ? typed : nil
    }
}
