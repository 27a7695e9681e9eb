import HTML
import Wire

/// The outermost layer of every page: one style sheet, one script, the icons.
enum Document {
    static func render(title: String, theme: Theme, content: HTML) -> HTML {
        let choice: HTML = theme == .system ? "" : " data-theme=\"\(theme.rawValue)\""
        return """
            <!doctype html>
            <html lang="en"\(choice)>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title) · Safelight</title>
            <link rel="icon" type="image/svg+xml" \(href: AssetLibrary.path(of: "icon.svg"))>
            <link rel="stylesheet" \(href: AssetLibrary.path(of: "safelight.css"))>
            <script type="module" \(src: AssetLibrary.path(of: "app.js"))></script>
            </head>
            <body data-module="relative-time shortcuts dialog menu">
            <a class="skip" href="#content">Skip to content</a>
            \(Icon.sprite)
            \(content)
            </body>
            </html>
            """
    }

    /// A page without the frame: set-up, sign-in, and errors for people who are not signed in.
    static func renderPlain(title: String, theme: Theme = .system, content: HTML) -> HTML {
        let page: HTML = """
            <main class="plain" id="content">
            <p class="brand">\(Icon.logo.html)Safelight</p>
            \(content)
            </main>
            """
        return render(title: title, theme: theme, content: page)
    }
}
