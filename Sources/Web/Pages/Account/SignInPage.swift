import HTML
import Wire

/// Asks for email and password.
enum SignInPage {
    /// - Parameters:
    ///   - form: what was typed before, and what was wrong with it.
    ///   - next: the path that was asked for before signing in.
    ///   - csrf: for sites that set one before a session exists; empty where none is.
    static func render(_ form: FormState, next: String? = nil, csrf: String = "") -> HTML {
        let email = Field(name: "email", label: "Email", kind: .email, autocomplete: "username", isFirst: true)
        let password = Field(
            name: "password", label: "Password", kind: .password, autocomplete: "current-password")
        let back: HTML? = next.map { "<input type=\"hidden\" name=\"next\" value=\"\($0)\">" }
        let token: HTML = csrf.isEmpty ? "" : "<input type=\"hidden\" name=\"csrf\" value=\"\(csrf)\">"
        return Document.renderPlain(
            title: "Sign in",
            content: """
                <h1>Sign in</h1>
                \(Parts.complaint(form))
                <form class="stack" method="post" \(action: PageRoutes.submitSignIn.path())>\(token)\(back)
                \(email.render(form))
                \(password.render(form))
                <button class="button primary wide">Sign in</button>
                </form>
                """)
    }
}
