import HTML
import Wire

/// The reader's own password.
enum PasswordPage {
    static func render(_ form: FormState, frame: PageFrame) -> HTML {
        let current = Field(
            name: "current_password", label: "Password until now", kind: .password, autocomplete: "current-password",
            isFirst: true)
        let next = Field(
            name: "password", label: "New password", kind: .password, autocomplete: "new-password",
            hint: "At least 10 characters.")
        // Password managers keep the two together.
        let email: HTML = """
            <input type="email" name="email" value="\(frame.user.email ?? "")" autocomplete="username" \
            aria-label="Email" readonly hidden>
            """
        return SettingsPart.password.render(
            frame: frame,
            """
            \(Parts.complaint(form))
            <form class="stack card narrow" method="post" \(action: PageRoutes.changePassword.path())>\(frame.csrfField)\
            \(email)\(current.render(form))\(next.render(form))
            <p class="hint">You stay signed in here, and are signed out everywhere else.</p>
            <div class="form-actions"><button class="button primary">Change password</button></div>
            </form>
            """)
    }
}
