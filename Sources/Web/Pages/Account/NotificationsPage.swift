import Domain
import HTML
import Wire

/// What happened while nobody looked.
enum NotificationsPage {
    /// - Parameter isFirst: whether this is the beginning of the list.
    static func render(_ page: PageDTO<NotificationDTO>, isFirst: Bool = true, frame: PageFrame) -> HTML {
        let hasUnread = page.items.contains { !$0.isRead }
        let readAll: HTML = """
            <form class="inline" method="post" \(action: PageRoutes.readNotifications.path())>\(frame.csrfField)\
            <button class="button">\(Icon.check.html)Mark all as read</button></form>
            """
        let items = page.items.map { item($0, frame: frame) }
        let empty = Parts.empty(
            .bell, "Nothing to report", "You are told here when a job fails for good.")
        let next = page.nextCursor.map { PageRoutes.notifications.path().query(("cursor", $0)) }
        let list: HTML = items.isEmpty ? empty : "<ul class=\"rows notifications\">\(items)</ul>"
        return frame.render(
            FramedPage(
                title: "Notifications", actions: hasUnread ? readAll : .empty,
                content: "<div id=\"notices\" data-live>\(list)</div>"
                    + Parts.paging(first: isFirst ? nil : PageRoutes.notifications.path(), next: next)))
    }

    private static func item(_ item: NotificationDTO, frame: PageFrame) -> HTML {
        let mark: HTML = item.isRead ? "" : "<span class=\"unread\">New</span>"
        let link: HTML? =
            item.jobGuid.map { "<a \(href: PageRoutes.job.path($0))>See the job</a>" }
            ?? item.agentGuid.map { "<a \(href: PageRoutes.agent.path($0))>See the agent</a>" }
        return """
            <li class="row"><div class="row-main"><h2>\(item.title)\(mark)</h2>\
            <p>\(item.message) \(link)</p></div>\
            <div class="row-side">\(Moment.relative(item.createdAt, now: frame.now))\(read(item, frame))</div></li>
            """
    }

    private static func read(_ item: NotificationDTO, _ frame: PageFrame) -> HTML? {
        guard !item.isRead else { return nil }
        return """
            <form class="inline" method="post" \(action: PageRoutes.readNotification.path(item.guid))>\(frame.csrfField)\
            <button class="button small" aria-label="Mark as read: \(item.title)">\(Icon.check.html)Mark as read</button></form>
            """
    }
}
