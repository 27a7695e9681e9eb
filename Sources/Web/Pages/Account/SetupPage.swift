import Coordinator
import HTML
import Wire

/// The first start: creates the team and its administrator.
enum SetupPage {
    static func render(_ form: FormState) -> HTML {
        let fields = [
            Field(
                name: "code", label: "Set-up code", hint: "The server printed it when it started.", isMonospaced: true,
                isFirst: true),
            Field(name: "team_name", label: "Team name", autocomplete: "organization", placeholder: "Studio North"),
            Field(name: "name", label: "Your name", autocomplete: "name"),
            Field(name: "email", label: "Email", kind: .email, autocomplete: "username"),
            Field(
                name: "password", label: "Password", kind: .password, autocomplete: "new-password",
                hint: "At least \(Passwords.minimumLength) characters."),
        ].map { $0.render(form) }
        return Document.renderPlain(
            title: "Set up Safelight",
            content: """
                <h1>Set up Safelight</h1>
                <p class="lead">Name your team and create its first administrator. This is done once.</p>
                \(Parts.complaint(form))
                <form class="stack" method="post" \(action: PageRoutes.submitSetup.path())>
                \(fields)
                <button class="button primary wide">Create team</button>
                </form>
                """)
    }
}
