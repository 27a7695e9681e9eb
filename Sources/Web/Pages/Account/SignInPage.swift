import HTML
import Wire

/// Asks for email and password.
enum SignInPage {
    /// - Parameters:
    ///   - form: what was typed before, and what was wrong with it.
    ///   - next: the path that was asked for before signing in.
    ///   - kept: a form that was sent after the session had ended, which is offered again after the sign-in.
    static func render(_ form: FormState, next: String? = nil, kept: KeptForm? = nil) -> HTML {
        let email = Field(name: "email", label: "Email", kind: .email, autocomplete: "username", isFirst: true)
        let password = Field(
            name: "password", label: "Password", kind: .password, autocomplete: "current-password")
        let back: HTML? = next.map { "<input type=\"hidden\" name=\"next\" value=\"\($0)\">" }
        let notice: HTML? = kept.map { _ in
            Parts.notice(
                .warning,
                "<p>You were signed out, so nothing was saved. Sign in, and what you typed can be sent again.</p>")
        }
        return Document.renderPlain(
            title: "Sign in",
            content: """
                <h1>Sign in</h1>
                \(notice)\(Parts.complaint(form))
                <form class="stack" method="post" \(action: PageRoutes.submitSignIn.path())>\(back)\(kept?.carried)
                \(email.render(form))
                \(password.render(form))
                <button class="button primary wide">Sign in</button>
                </form>
                """)
    }
}
