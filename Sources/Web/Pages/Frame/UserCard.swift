import HTML
import Wire

/// Who is signed in, the theme, and the way out: a menu that needs no script.
struct UserCard: Sendable {
    var frame: PageFrame

    private var initials: String {
        let words = frame.user.name.split(separator: " ")
        let letters = [words.first, words.count > 1 ? words.last : nil].compactMap { $0?.first }
        return String(letters).uppercased()
    }

    private var themeButtons: [HTML] {
        Theme.allCases.map { theme in
            let pressed = theme == frame.theme ? "true" : "false"
            return """
                <button name="theme" value="\(theme.rawValue)" aria-pressed="\(pressed)">\
                \(theme.icon.html)\(theme.title)</button>
                """
        }
    }

    var html: HTML {
        """
        <details class="menu user-card">
        <summary aria-label="\(frame.user.name), \(frame.user.teamName)"><span class="avatar" aria-hidden="true">\(initials)</span>\
        <span class="who"><span>\(frame.user.name)</span><small>\(frame.user.teamName)</small></span></summary>
        <div class="menu-panel">
        <p class="menu-title">\(frame.user.name)<small>\(frame.user.email)</small>\
        <small>\(frame.user.teamName), \(frame.user.role.rawValue)</small></p>
        <form class="themes" method="post" \(action: PageRoutes.setTheme.path()) data-module="theme" \
        aria-label="Theme">\(frame.csrfField)\(themeButtons)</form>
        <a class="menu-item" \(href: PageRoutes.passwordSettings.path())>\(Icon.key.html)Change password</a>
        <form method="get" \(action: PageRoutes.keys.path()) data-dialog data-keys>\
        <button class="menu-item">\(Icon.keyboard.html)Keyboard<kbd>?</kbd></button></form>
        <form method="post" \(action: PageRoutes.signOut.path())>\(frame.csrfField)\
        <button class="menu-item">\(Icon.signOut.html)Sign out</button></form>
        </div>
        </details>
        """
    }
}
