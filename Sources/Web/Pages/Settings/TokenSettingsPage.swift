import Domain
import HTML
import Wire

/// The reader's own API tokens.
enum TokenSettingsPage {
    /// What is asked or told in front of the list.
    enum Question: Sendable {
        case add
        /// Shown this once.
        case made(APITokenDTO)
        case delete(APITokenDTO)
    }

    struct Model: Sendable {
        var tokens: [APITokenDTO]
        var serverURL: String
        var question: Question?
        /// What was typed into the question, and what is wrong with it.
        var form = FormState()
    }

    static func render(_ model: Model, frame: PageFrame) -> HTML {
        let path = SettingsPart.tokens.path
        let rows = model.tokens.map { row($0, frame) }
        let list: HTML =
            rows.isEmpty
            ? Parts.empty(
                .key, "No API token yet",
                "A script or another program works with one over the API, as you and with your rights.",
                action: Dialog.opener(
                    "add", on: path, label: "\(Icon.plus.html)Create a token", style: "button primary"))
            : Table(
                columns: [
                    .init("Name", .main), .init("Begins with"), .init("Made", .word), .init("Last used", .word),
                    .init("", .actions),
                ], rows: rows
            ).html
        let content: HTML = """
            <p class="lead">A program that has one of these acts as you. Only you see your tokens.</p>\(list)\(dialog(model, frame))
            """
        return SettingsPart.tokens.render(
            frame: frame,
            actions: rows.isEmpty ? .empty : Dialog.opener("add", on: path, label: "\(Icon.plus.html)Create a token"),
            content)
    }

    private static func row(_ token: APITokenDTO, _ frame: PageFrame) -> [HTML] {
        let start: HTML = token.prefix.isEmpty ? "–" : "<code>tok_\(token.prefix)…</code>"
        let used: HTML = token.lastUsedAt.map { Moment.relative($0, now: frame.now) } ?? "never"
        let withdraw = Dialog.opener(
            "delete", on: SettingsPart.tokens.path, about: ("token", token.guid), .trash, "Withdraw", token.name)
        return [
            "<strong>\(token.name)</strong>", start, Moment.relative(token.createdAt, now: frame.now), used, withdraw,
        ]
    }

    private static func dialog(_ model: Model, _ frame: PageFrame) -> HTML {
        let back = SettingsPart.tokens.path
        switch model.question {
        case .add:
            let name = Field(
                name: "name", label: "Name", hint: "What it is for, so that you know it again.",
                placeholder: "Backup script", isFirst: true)
            let form = Dialog.form(
                PageRoutes.createToken.path(), frame: frame, button: "Create token", close: back,
                "\(Parts.complaint(model.form))\(name.render(model.form))")
            return Dialog(title: "Create an API token", close: back, content: form).html
        case .made(let token):
            let secret = token.token ?? ""
            let line =
                "curl --header 'Authorization: Bearer \(secret)' \(ShellWord.quoted(model.serverURL + UserRoutes.collections.pattern))"
            let content: HTML = """
                \(Parts.notice(.warning, "<p>Copy it now: it is not shown again.</p>"))
                \(CopyLine.render("Token", secret))
                <h3>To try it</h3>
                \(CopyLine.render("List collections", line))
                <div class="dialog-actions"><a class="button primary" data-dialog-close autofocus \(href: back)>Done</a></div>
                """
            return Dialog(title: "Token created", close: back, content: content).html
        case .delete(let token):
            let form = Dialog.form(
                PageRoutes.deleteToken.path(token.guid), frame: frame, button: "Withdraw", close: back, isDanger: true,
                "<p>Whatever uses <strong>\(token.name)</strong> is refused from that moment on.</p>")
            return Dialog(title: "Withdraw \(token.name)?", close: back, content: form).html
        case nil: return .empty
        }
    }
}
