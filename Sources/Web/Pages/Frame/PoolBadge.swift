import Domain
import HTML
import Wire

/// The agent pool in the top bar: an icon, a badge, and the same in words (FR-600). `pool-badge.js` keeps it up to date.
struct PoolBadge: Sendable {
    var pool: PoolStatusDTO

    /// What stands in the badge.
    var text: String {
        switch pool.status {
        case .offline: "Offline"
        case .idle: "\(NumberText.grouped(pool.idleCount)) idle"
        case .running: "\(NumberText.grouped(pool.runningJobsCount)) running"
        }
    }

    /// The same for those who do not see the colour.
    var label: String {
        switch pool.status {
        case .offline: "Agents: none is online"
        case .idle: "Agents: \(NumberText.count(pool.idleCount, "agent")) idle"
        case .running: "Agents: \(NumberText.count(pool.runningJobsCount, "job")) running"
        }
    }

    var html: HTML {
        """
        <a class="icon-button pool" \(href: PageRoutes.agents.path()) data-module="pool-badge" data-key="a" \
        data-socket="\(SocketRoutes.poolStatus.path().address)" data-state="\(pool.status.rawValue)" \
        aria-label="\(label)" title="\(label)">\(Icon.agents.html)<span class="count">\(text)</span></a>
        """
    }
}
