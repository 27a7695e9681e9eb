import HTML
import Wire

/// What the keyboard does on every page; `shortcuts.js` shows it over the page that is there.
enum KeysPage {
    static func render(frame: PageFrame) -> HTML {
        let jumps = Section.allCases.map { section -> HTML in row(["g", section.key], section.title) }
        let content: HTML = """
            <dl class="keys">\(row(["/"], "To the search or the filters"))\(jumps)\(row(["g", "a"], "Agents"))\(row(["g", "b"], "Notifications (the bell)"))\(row(["?"], "These keys"))\
            \(row(["Esc"], "Close what is open"))</dl>
            """
        let close = PageRoutes.dashboard.path()
        return frame.render(
            FramedPage(title: "Keyboard", content: Dialog(title: "Keyboard", close: close, content: content).html))
    }

    private static func row(_ keys: [String], _ meaning: String) -> HTML {
        let caps = keys.map { key -> HTML in "<kbd>\(key)</kbd>" }
        return "<div><dt>\(HTML(joining: caps, separator: " "))</dt><dd>\(meaning)</dd></div>"
    }
}
