import Domain
import HTML
import Wire

/// What every page of a signed-in person shares: who they are, and the state of the top bar.
struct PageFrame: Sendable {
    /// The reader.
    var user: UserDTO
    /// Light, dark or as the system.
    var theme: Theme
    /// The hidden field of every form.
    var csrf: String
    /// Notifications that the reader has not seen.
    var unreadCount: Int
    /// The badge.
    var pool: PoolStatusDTO
    /// The instant from which relative times count.
    var now: Timestamp
    /// Shown once above the content.
    var flash: Flash?

    /// Whether the reader may change agents and tokens.
    var isAdministrator: Bool { user.role == .administrator }

    /// The hidden field that proves that a form came from our own page.
    var csrfField: HTML { "<input type=\"hidden\" name=\"csrf\" value=\"\(csrf)\">" }
}

/// A page inside the frame: its heading and what stands below.
struct FramedPage: Sendable {
    /// The heading, and the front of the window's title.
    var title: String
    /// The entry that is lit in the left column.
    var section: Section?
    /// The pages above this one.
    var trail: [(title: String, path: RoutePath)] = []
    /// Buttons beside the heading.
    var actions: HTML = .empty
    /// The page itself.
    var content: HTML
}

extension PageFrame {
    /// The whole document.
    func render(_ page: FramedPage) -> HTML {
        let content: HTML = """
            <div class="shell">
            <header class="top">\(menuButton)\(heading(page))<div class="tools">\(tools)</div></header>
            \(navigation(page.section))
            <main id="content" tabindex="-1">
            <p class="live-state" role="status" data-live-state hidden>\(Icon.warning.html)\
            <span>Live updates are away. Trying again…</span></p>
            <p class="live-state" role="alert" data-session="\(PageRoutes.keys.path().address)" hidden>\(Icon.warning.html)\
            <span>You are signed out: what you see here is old. <a \(href: PageRoutes.signIn.path())>Sign in</a></span></p>
            \(flash?.html)
            \(page.content)
            </main>
            </div>
            """
        return Document.render(title: page.title, theme: theme, content: content)
    }

    private var menuButton: HTML {
        """
        <button class="icon-button menu-button" type="button" popovertarget="navigation" aria-label="Menu">\
        \(Icon.menu.html)</button>
        """
    }

    private func heading(_ page: FramedPage) -> HTML {
        let crumbs = page.trail.map { crumb -> HTML in "<a \(href: crumb.path)>\(crumb.title)</a>" }
        let trail: HTML = crumbs.isEmpty ? "" : "<nav class=\"trail\" aria-label=\"Breadcrumb\">\(crumbs)</nav>"
        return """
            <div class="heading">\(trail)<h1>\(page.title)</h1></div>\
            <div class="actions">\(page.actions)</div>
            """
    }

    private func navigation(_ active: Section?) -> HTML {
        let entries = Section.allCases.map { section -> HTML in
            let current: HTML = section == active ? " aria-current=\"page\"" : ""
            let key: HTML = " data-key=\"\(section.key)\""
            return "<li><a \(href: section.path)\(key)\(current)>\(section.icon.html)\(section.title)</a></li>"
        }
        return """
            <nav class="navigation" id="navigation" popover aria-label="Main">
            <a class="brand" \(href: PageRoutes.dashboard.path())>\(Icon.logo.html)Safelight</a>
            <ul>\(entries)</ul>
            </nav>
            """
    }

    private var tools: HTML {
        let unread = unreadCount == 0 ? "Notifications" : "Notifications, \(NumberText.grouped(unreadCount)) unread"
        let count = unreadCount > 99 ? "99+" : String(unreadCount)
        let bell: HTML = """
            <a class="icon-button bell" \(href: PageRoutes.notifications.path()) data-module="bell" data-key="b" \
            data-socket="\(SocketRoutes.notifications.path().address)" data-unread="\(unreadCount)" \
            aria-label="\(unread)">\(Icon.bell.html)<span class="count"\(" hidden", if: unreadCount == 0)>\(count)</span></a>
            """
        return bell + PoolBadge(pool: pool).html + UserCard(frame: self).html
    }
}
