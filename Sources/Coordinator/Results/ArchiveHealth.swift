import Domain
import Store

/// The state of a team's archive at the end of a day: the sums over its collections of what their latest results say.
public struct ArchiveHealth: Hashable, Sendable {
    /// The last result of that day.
    public var at: Timestamp
    /// Images that Pipeline Validation has seen, and those of them that are ready for the archive.
    public var images: Int64, archivalReady: Int64
    /// Images without a sidecar and sidecars without an image, by PhotoStats.
    public var orphans: Int64

    /// From its parts.
    public init(at: Timestamp, images: Int64, archivalReady: Int64, orphans: Int64) {
        self.at = at
        self.images = images
        self.archivalReady = archivalReady
        self.orphans = orphans
    }

    private struct Place: Hashable {
        let collection: Int64
        let tool: Tool
    }

    /// The tools whose figures count.
    static let tools: [Tool] = [.photostats, .pipelineValidation]

    /// How the archive went: a point for where it stood before, if anywhere, and one for each day (UTC) that gave a result.
    /// - Parameters:
    ///   - before: the latest results of each collection and tool until then.
    ///   - results: what came since, the oldest first.
    static func course(from before: [ResultStore.Figures] = [], of results: [ResultStore.Figures]) -> [ArchiveHealth] {
        var latest: [Place: JSONValue] = [:]
        var days: [ArchiveHealth] = []
        if var start = before.map(\.createdAt).max().map({
            ArchiveHealth(at: $0, images: 0, archivalReady: 0, orphans: 0)
        }) {
            for result in before {
                latest[Place(collection: result.collection, tool: result.tool)] = result.figures
                start.add(result.figures, of: result.tool, 1)
            }
            days.append(start)
        }
        for result in results {
            let place = Place(collection: result.collection, tool: result.tool)
            var health = days.last ?? ArchiveHealth(at: result.createdAt, images: 0, archivalReady: 0, orphans: 0)
            if let former = latest.updateValue(result.figures, forKey: place) { health.add(former, of: place.tool, -1) }
            health.add(result.figures, of: place.tool, 1)
            health.at = result.createdAt
            if let last = days.last, last.at.day == health.at.day { days.removeLast() }
            days.append(health)
        }
        return days
    }

    private mutating func add(_ figures: JSONValue, of tool: Tool, _ sign: Int64) {
        func count(_ name: String) -> Int64 { sign * (figures[name]?.integerValue ?? 0) }
        switch tool {
        case .photostats: orphans += count("orphaned_images_count") + count("orphaned_xmp_count")
        case .pipelineValidation:
            images += count("total_images")
            archivalReady += count("archival_ready_count")
        case .photoPairing: break
        }
    }
}

extension Timestamp {
    /// The day in UTC, counted from 1970.
    fileprivate var day: Int64 { milliseconds / 86_400_000 }
}
