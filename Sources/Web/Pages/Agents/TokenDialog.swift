import Domain
import HTML
import Wire

/// Shows a registration token, this once, with the lines that use it.
enum TokenDialog {
    static func render(_ token: RegistrationTokenDTO, serverURL: String, frame: PageFrame) -> HTML {
        let secret = token.token ?? ""
        let name = token.name.isEmpty ? "NAME" : ShellWord.quoted(token.name)
        let register = """
            safelight-agent register --server \(ShellWord.quoted(serverURL)) --token \(secret) --name \(name) --root /PATH/TO/PHOTOS
            """
        let content: HTML = """
            \(Parts.notice(.warning, "<p>Copy it now: it is not shown again.</p>"))
            \(CopyLine.render("Token", secret))
            <p class="hint">Works once; expires \(Moment.relative(token.expiresAt, now: frame.now)).</p>
            <h3>On the machine that holds the photos</h3>
            \(CopyLine.render("Register", register))
            \(CopyLine.render("Start", "safelight-agent start"))
            <p class="hint">The agent reads only the folders named by <code>--root</code>. It shows up in the list as soon \
            as it has started.</p>
            <div class="dialog-actions"><a class="button primary" data-dialog-close autofocus \(href: AgentsModel.path)>Done</a></div>
            """
        return Dialog(title: "Token created", close: AgentsModel.path, content: content).html
    }
}

/// Words of a command line for a POSIX shell.
enum ShellWord {
    /// The word as it is where it is harmless, otherwise in single quotes.
    static func quoted(_ word: String) -> String {
        let harmless =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "-._/:@%+".utf8.contains(byte)
            }
        if harmless { return word }
        let escaped = word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        return "'\(escaped)'"
    }
}
