import Coordinator
import Domain
import Wire

/// What the first page shows.
struct DashboardModel: Sendable {
    /// The jobs that agents hold now.
    var running: [JobDTO] = []
    /// How many jobs wait, up to the number that is counted.
    var waiting = 0
    /// The latest results, newest first.
    var results: [ResultDTO] = []
    /// How the archive went, the oldest day first.
    var health: [ArchiveHealth] = []
    /// Jobs of the last days that failed for good, newest first.
    var failed: [JobDTO] = []
    /// Agents that are away, or in trouble, although collections wait for them.
    var troubledAgents: [AgentDTO] = []

    /// Connectors that no job can use, because nobody holds working credentials.
    var wantingConnectors: [ConnectorDTO] = []

    /// Whether anything asks for attention.
    var isUrgent: Bool { !(troubledAgents.isEmpty && failed.isEmpty && wantingConnectors.isEmpty) }

    /// Waiting jobs that are counted; beyond that there are "more than".
    static let countedWaiting = 100
    /// How long a failure asks for attention.
    static let failureDays: Int64 = 7

    /// The archive in numbers, with their course.
    var figures: [KeyFigure] {
        guard let now = health.last else { return [] }
        let share = KeyFigure(
            name: "Archival ready", amount: Self.share(now), unit: .permille, history: health.map(Self.share))
        let notReady = KeyFigure(
            name: "Not ready", amount: now.images - now.archivalReady, isBad: true,
            history: health.map { $0.images - $0.archivalReady })
        let orphans = KeyFigure(
            name: "Orphans", amount: now.orphans, isBad: true, history: health.map(\.orphans))
        let images = KeyFigure(name: "Images validated", amount: now.images, history: health.map(\.images))
        let figures = now.images > 0 ? [share, images, notReady, orphans] : [orphans]
        return figures.map { figure in
            var figure = figure
            // The collections with their health say where it comes from.
            figure.path = PageRoutes.collections.path()
            return figure
        }
    }

    private static func share(_ health: ArchiveHealth) -> Int64 {
        health.images == 0 ? 0 : health.archivalReady * 1000 / health.images
    }
}
