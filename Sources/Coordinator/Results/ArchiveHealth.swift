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

    /// How the archive went, a point for each day (UTC) that gave a result.
    /// - Parameter results: the oldest first.
    static func course(of results: [ResultStore.Figures]) -> [ArchiveHealth] {
        var latest: [Place: JSONValue] = [:]
        var days: [ArchiveHealth] = []
        var lastDay: Substring = ""
        for result in results {
            latest[Place(collection: result.collection, tool: result.tool)] = result.figures
            let health = ArchiveHealth(latest, at: result.createdAt)
            let day = result.createdAt.description.prefix(10)
            if day == lastDay { days.removeLast() }
            days.append(health)
            lastDay = day
        }
        return days
    }

    private init(_ latest: [Place: JSONValue], at instant: Timestamp) {
        self.init(at: instant, images: 0, archivalReady: 0, orphans: 0)
        for (place, figures) in latest {
            func count(_ name: String) -> Int64 { figures[name]?.integerValue ?? 0 }
            switch place.tool {
            case .photostats: orphans += count("orphaned_images_count") + count("orphaned_xmp_count")
            case .pipelineValidation:
                images += count("total_images")
                archivalReady += count("archival_ready_count")
            case .photoPairing: break
            }
        }
    }
}
