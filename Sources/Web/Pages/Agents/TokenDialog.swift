import Domain
import HTML
import Wire

/// Shows a registration token, this once, with the lines that use it.
enum TokenDialog {
    static func render(_ token: RegistrationTokenDTO, serverURL: String, frame: PageFrame) -> HTML {
        let platforms = Platform.allCases.map { platform -> HTML in
            let register = platform.register(token, serverURL: serverURL)
            return """
                <details class="platform" name="platform"\(" open", if: platform == .linux)>\
                <summary>\(platform.title)</summary>\
                \(CopyLine.render("Install", platform.install))\(CopyLine.render("Register", register))\
                \(CopyLine.render("Start", "safelight-agent start"))</details>
                """
        }
        let content: HTML = """
            \(Parts.notice(.warning, "<p>Copy it now: it is not shown again.</p>"))
            \(CopyLine.render("Token", token.token ?? ""))
            <p class="hint">Works once; expires \(Moment.relative(token.expiresAt, now: frame.now)).</p>
            <h3>On the machine that holds the photos</h3>
            <p class="hint">Put the program <code>safelight-agent</code> there, of version \(SafelightVersion.current) as this \
            server, then run in its folder:</p>
            \(platforms)
            <p class="hint">The agent reads only the folders named by <code>--root</code>. It shows up in the list as soon \
            as it has started.</p>
            <div class="dialog-actions"><a class="button primary" data-dialog-close autofocus \(href: AgentsModel.path)>Done</a></div>
            """
        return Dialog(title: "Token created", close: AgentsModel.path, content: content).html
    }

    /// Whose command line the lines are for.
    enum Platform: CaseIterable {
        case linux, macOS, windows

        var title: String {
            switch self {
            case .linux: "Linux"
            case .macOS: "macOS"
            case .windows: "Windows (PowerShell)"
            }
        }

        /// Puts the program where every terminal finds it.
        var install: String {
            switch self {
            case .linux: "sudo install safelight-agent /usr/local/bin/"
            case .macOS: "sudo install -d /usr/local/bin && sudo install safelight-agent /usr/local/bin/"
            case .windows: #"Copy-Item safelight-agent.exe "$env:LOCALAPPDATA\Microsoft\WindowsApps\""#
            }
        }

        private var root: String {
            switch self {
            case .linux: "/PATH/TO/PHOTOS"
            case .macOS: "/Volumes/PHOTOS"
            case .windows: #"D:\PHOTOS"#
            }
        }

        func register(_ token: RegistrationTokenDTO, serverURL: String) -> String {
            let quote = self == .windows ? ShellWord.powerShell : ShellWord.quoted
            let name = token.name.isEmpty ? "NAME" : quote(token.name)
            return """
                safelight-agent register --server \(quote(serverURL)) --token \(token.token ?? "") --name \(name) --root \(root)
                """
        }
    }
}

/// Words of a command line.
enum ShellWord {
    /// For a POSIX shell: the word as it is where it is harmless, otherwise in single quotes.
    static func quoted(_ word: String) -> String {
        isHarmless(word) ? word : "'\(doubled(word, by: "'\\''"))'"
    }

    /// For PowerShell, which takes all but a single quote literally between single quotes.
    static func powerShell(_ word: String) -> String {
        isHarmless(word) ? word : "'\(doubled(word, by: "''"))'"
    }

    private static func doubled(_ word: String, by quote: String) -> String {
        word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: quote)
    }

    private static func isHarmless(_ word: String) -> Bool {
        !word.isEmpty
            && word.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "-._/:%+".utf8.contains(byte)
            }
    }
}
