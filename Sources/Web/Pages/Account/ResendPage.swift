import HTML
import Wire

/// A form that came when nobody was signed in any more, or from a page of a session before: kept until it can be sent again.
struct KeptForm: Hashable, Sendable {
    /// Where it goes: a path of this site.
    var action: String
    /// What was typed, by field; no secrets.
    var values: [String: String]
    /// Whether a secret was left out, which has to be typed again.
    var lacksSecrets = false

    /// The fields that carry it through the sign-in.
    private static let (actionField, prefix, lackField) = ("kept_action", "kept.", "kept_lacks")

    /// What a form sent to an action.
    init(action: String, _ form: FormState) {
        self.action = action
        values = form.values.filter { $0.key != "csrf" && !Self.isSecret($0.key) }
        lacksSecrets = form.values.contains { Self.isSecret($0.key) && !$0.value.isEmpty }
    }

    /// The form that a sign-in carries; nil where it carries none.
    init?(carriedBy form: FormState) {
        guard let action = AccountHandlers.localPath(form.values[Self.actionField]) else { return nil }
        self.action = action
        lacksSecrets = form.values[Self.lackField] != nil
        values = [:]
        for (name, value) in form.values where name.hasPrefix(Self.prefix) {
            values[String(name.dropFirst(Self.prefix.count))] = value
        }
    }

    /// What is never put into a page again.
    private static func isSecret(_ name: String) -> Bool {
        name.hasSuffix("password") || name.hasPrefix("\(ConnectorForm.Part.credentials.rawValue).")
    }

    /// It as hidden fields of the sign-in's form.
    var carried: HTML {
        let fields = sorted.map { Self.hidden("\(Self.prefix)\($0.key)", $0.value) }
        let lack = lacksSecrets ? Self.hidden(Self.lackField, "yes") : HTML.empty
        return "\(Self.hidden(Self.actionField, action))\(lack)\(fields)"
    }

    /// It as hidden fields of its own.
    var fields: [HTML] { sorted.map { Self.hidden($0.key, $0.value) } }

    private var sorted: [(key: String, value: String)] { values.sorted { $0.key < $1.key } }

    private static func hidden(_ name: String, _ value: String) -> HTML {
        // A text area, since a hidden input would lose line breaks.
        value.contains("\n") || value.contains("\r")
            ? "<textarea name=\"\(name)\" hidden>\n\(value)</textarea>"
            : "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }
}

/// Asks whether a kept form is to be sent, now that its sender is known.
enum ResendPage {
    /// - Parameters:
    ///   - csrf: the token of the session that sends it.
    ///   - back: the page that it was filled in on.
    static func render(_ form: KeptForm, csrf: String, back: String?) -> HTML {
        let secrets: HTML = form.lacksSecrets ? " Passwords and credentials have to be typed once more then." : ""
        return Document.renderPlain(
            title: "Nothing was saved yet",
            content: """
                <h1>Nothing was saved yet</h1>
                <p class="lead">You have signed in since you opened the form. What you typed was kept: send it again \
                now.\(secrets)</p>
                <form class="stack" method="post" \(action: Address(form.action))>\
                <input type="hidden" name="csrf" value="\(csrf)">\(form.fields)
                <button class="button primary wide" autofocus>Send it again</button></form>
                <p class="way-out"><a \(href: Address(back ?? PageRoutes.dashboard.path().address))>Leave it</a></p>
                """)
    }

    /// A path of this site that came with a request.
    private struct Address: LinkTarget {
        let address: String

        init(_ address: String) {
            self.address = address
        }
    }
}
