import Domain
import HTML
import Wire

/// Small pieces that several pages show.
enum Parts {
    /// Where a list is empty: why, and what to do next.
    static func empty(_ icon: Icon, _ title: String, _ text: HTML, action: HTML = .empty) -> HTML {
        "<div class=\"empty\">\(icon.html)<h2>\(title)</h2><p>\(text)</p>\(action)</div>"
    }

    /// Something that the reader has to know before acting.
    static func notice(_ kind: NoticeKind, _ text: HTML) -> HTML {
        "<div class=\"notice notice-\(kind.rawValue)\">\(kind.icon.html)<div>\(text)</div></div>"
    }

    /// How serious a notice is.
    enum NoticeKind: String, Sendable {
        case info, warning, error

        var icon: Icon { self == .info ? .info : .warning }
    }

    /// What is wrong with a form as a whole.
    static func complaint(_ form: FormState) -> HTML? {
        form.message.map { "<div role=\"alert\">\(notice(.error, HTML(text: $0)))</div>" }
    }

    /// Names and values, one below the other.
    static func facts(_ facts: [(name: String, value: HTML)]) -> HTML {
        let rows = facts.map { fact -> HTML in "<div><dt>\(fact.name)</dt><dd>\(fact.value)</dd></div>" }
        return "<dl class=\"facts\">\(rows)</dl>"
    }

    /// The few numbers that matter, side by side.
    static func keyFigures(_ figures: [KeyFigure]) -> HTML {
        let cells = figures.map { figure -> HTML in
            let value: HTML = figure.path.map { "<a \(href: $0)>\(figure.value)</a>" } ?? HTML(text: figure.value)
            return """
                <div class="figure\(figure.isTrouble ? " figure-trouble" : "")">\
                <dt>\(figure.name)</dt><dd>\(value)</dd>\(change(figure))\(course(figure))</div>
                """
        }
        return "<dl class=\"figures\">\(cells)</dl>"
    }

    /// How a figure changed since the run before: good or bad only where more of it is worse.
    private static func change(_ figure: KeyFigure) -> HTML? {
        figure.change.map { change in
            let sign = change > 0 ? "+" : "−"
            let judgement = figure.isBad ? (change > 0 ? " worse" : " better") : ""
            return """
                <dd class="change\(judgement)">\(sign)\(figure.shown(abs(change))) since last time</dd>
                """
        }
    }

    /// A figure's course over the last results; a flat line would say nothing.
    private static func course(_ figure: KeyFigure) -> HTML? {
        guard figure.history.count > 2, Set(figure.history).count > 1, let first = figure.history.first else {
            return nil
        }
        let words =
            "\(figure.name): from \(figure.shown(first)) to \(figure.value) over \(figure.history.count) results"
        return "<dd class=\"course\">\(Sparkline(values: figure.history, label: words).html)</dd>"
    }

    /// Whether something is well, in words and with a sign; a dash where that is not known.
    static func health(_ health: (text: String, isTrouble: Bool)?) -> HTML {
        guard let health else { return "<span class=\"none\">–</span>" }
        let icon: Icon = health.isTrouble ? .warning : .check
        return "<span class=\"health\(health.isTrouble ? " trouble" : "")\">\(icon.html)\(health.text)</span>"
    }

    /// The links from page to page of a long list.
    static func paging(first: RoutePath?, next: RoutePath?) -> HTML {
        let first: HTML? = first.map { "<a class=\"button\" \(href: $0)>First page</a>" }
        let next: HTML? = next.map { "<a class=\"button\" rel=\"next\" \(href: $0)>Next page</a>" }
        guard first != nil || next != nil else { return .empty }
        return "<nav class=\"paging\" aria-label=\"Pages\">\(first)\(next)</nav>"
    }

    /// The way to a first agent: for administrators to the question itself, for others to the list.
    static func agentLink(_ frame: PageFrame) -> HTML {
        guard frame.isAdministrator else {
            return "<a class=\"button\" \(href: PageRoutes.agents.path())>See the agents</a>"
        }
        let target = PageRoutes.agents.path().query(("dialog", "add"))
        return "<a class=\"button primary\" \(href: target)>\(Icon.plus.html)Add an agent</a>"
    }

    /// A title with what belongs to it.
    static func section(_ title: String, id: String, link: HTML = .empty, _ content: HTML) -> HTML {
        """
        <section aria-labelledby="\(id)-title"><div class="section-head"><h2 id="\(id)-title">\(title)</h2>\(link)</div>
        \(content)
        </section>
        """
    }
}

/// A number with its name.
struct KeyFigure: Hashable, Sendable {
    /// What it counts.
    enum Unit: Hashable, Sendable {
        /// `permille` shows as a percentage with one decimal.
        case things, bytes, permille
    }

    var name: String
    var amount: Int64
    var unit = Unit.things
    /// Whether it should be zero.
    var isBad = false
    /// The same figure in the results before, the oldest first, this one last.
    var history: [Int64] = []
    /// Where what it counts is listed.
    var path: RoutePath?

    /// Whether it should be zero and is not.
    var isTrouble: Bool { isBad && amount > 0 }
    /// The number as it is shown.
    var value: String { shown(amount) }
    /// How it changed since the result before; nil where there is none or nothing changed.
    var change: Int64? {
        guard let before = history.dropLast().last, before != amount else { return nil }
        return amount - before
    }

    /// Another amount of the same, as it is shown.
    func shown(_ amount: Int64) -> String {
        switch unit {
        case .things: NumberText.grouped(amount)
        case .bytes: NumberText.bytes(amount)
        case .permille: "\(amount / 10).\(amount % 10)%"
        }
    }
}
