public import Domain

/// What PhotoStats found. Paths are shown text; lists are sorted by the raw path of the folder, then by the raw name, and cut at
/// `listLimit`; counts are exact.
public struct PhotoStatsResult: Hashable, Sendable {
    /// The most entries that any list of results holds.
    public static let listLimit = 100_000

    /// The image and sidecar files.
    public var totalFiles = 0
    /// Their sizes together, in bytes.
    public var totalSize: Int64 = 0
    /// Extension → how many files. Only extensions that occur.
    public var fileCounts: [String: Int] = [:]
    /// Extension → their sizes together, in bytes.
    public var storageByType: [String: Int64] = [:]
    /// The (directory, stem) with an image and a sidecar that belongs to it.
    public var pairedCount = 0
    /// Images that should have a sidecar and have none.
    public var orphanedImages = CutList<String>()
    /// Sidecars that belong to no image.
    public var orphanedSidecars = CutList<String>()
    /// Sidecars that belong to several images.
    public var sharedSidecars = CutList<SharedSidecar>()
    /// Images with a sidecar of both schools.
    public var doubleSidecars = CutList<DoubleSidecar>()
    /// Files without content.
    public var emptyFiles = CutList<String>()
    /// Names in one directory that a file system without case or with another normalisation would take for the same.
    public var caseCollisions = CutList<NameCollision>()
    /// The file that changed last; nil where there is none.
    public var newestFile: DatedFile?
    /// The file that changed first; nil where there is none.
    public var oldestFile: DatedFile?
    /// What the sidecars say; nil where none was to be read.
    public var sidecarFigures: SidecarFigures?
    /// Sidecars that could not be read.
    public var brokenSidecars = CutList<BrokenSidecar>()
    /// What could not be read, and settings that contradict each other.
    public var warnings = CutList<String>()
    /// Pattern → how many entries were left out on purpose.
    public var skipped: [String: Int] = [:]
    /// How long the listing took, in whole seconds.
    public var scanSeconds = 0

    /// A result of an empty collection.
    public init() {}

    /// Whether a person should look at something: orphans, double or broken sidecars, empty files, collisions
    /// or warnings.
    public var hasIssues: Bool { issueCount > 0 }

    /// How many findings there are; shared sidecars are none.
    public var issueCount: Int {
        orphanedImages.total + orphanedSidecars.total + doubleSidecars.total + emptyFiles.total + caseCollisions.total
            + brokenSidecars.total + warnings.total
    }
}

/// A sidecar that several images share.
public struct SharedSidecar: Hashable, Sendable {
    /// The most images that are named.
    public static let namedImages = 20
    /// The sidecar's path.
    public let sidecar: String
    /// The paths of the images, cut at `namedImages`.
    public let images: CutList<String>
}

/// An image with a `NAME.EXT.xmp` and a `STEM.xmp`: programs disagree on which one counts.
public struct DoubleSidecar: Hashable, Sendable {
    /// The image's path.
    public let image: String
    /// The paths of the sidecars, those of its full name first, cut like `SharedSidecar.images`.
    public let sidecars: CutList<String>
}

/// Names in one directory that differ only in case or normalisation.
public struct NameCollision: Hashable, Sendable {
    /// The directory's path; empty for the root.
    public let directory: String
    /// The names, cut like `SharedSidecar.images`.
    public let names: CutList<String>
    /// Whether some of them differ in normalisation alone, and so look the same.
    public let looksTheSame: Bool
}

/// A file with the time of its last change.
public struct DatedFile: Hashable, Sendable {
    /// The path.
    public let path: String
    /// When the content last changed.
    public let modified: Timestamp
}

/// How often the sidecars of a collection say what: in each map the 1,000 most frequent values, the others together as
/// `(other values)` (analysis.md, *PhotoStats*).
public struct SidecarFigures: Hashable, Sendable {
    /// How many sidecars were read, broken ones included.
    public var count = 0
    /// Rating → how many: `-1` for rejected, `0` to `5`, `other` for what is no rating.
    public var ratings: [String: Int] = [:]
    /// Colour label → how many.
    public var labels: [String: Int] = [:]
    /// Program that wrote the sidecar → how many.
    public var creatorTools: [String: Int] = [:]
    /// Camera → how many.
    public var cameras: [String: Int] = [:]
    /// Lens → how many.
    public var lenses: [String: Int] = [:]

    /// Figures of no sidecar.
    public init() {}
}

/// A sidecar that could not be read.
public struct BrokenSidecar: Hashable, Sendable {
    /// The sidecar's path.
    public let path: String
    /// The line at which reading ended, from 1.
    public let line: Int
    /// The column at which reading ended, from 1, in characters.
    public let column: Int
    /// What is wrong, in words.
    public let reason: String
}
