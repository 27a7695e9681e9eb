/// What Pipeline Validation found (analysis.md, *Pipeline Validation*). Lists are sorted and may be cut, counts are exact.
public struct PipelineValidationResult: Hashable, Sendable {
    /// The photo files, with valid names or not, and the sidecars of images.
    public var totalFiles = 0
    /// The images: camera, counter and separate-image id.
    public var totalImages = 0
    /// The groups: camera and counter.
    public var totalGroups = 0
    /// How many images have each overall status.
    public var statusCounts = ValidationCounts()
    /// Termination type → how many images have each status against it.
    public var byTermination: [String: ValidationCounts] = [:]
    /// How many images have all files that a walk to some termination expects.
    public var archivalReadyCount = 0
    /// The ways through the pipeline that images took, the most used first.
    public var pathStats = CutList<PathUse>()
    /// For each edge of the pipeline, the images that have all files of a walk that takes it, and for which that walk is the best
    /// of its termination type.
    public var edges: [EdgeUse] = []
    /// The images, by name; the consistent ones only in a full result. Where the list is cut, the worst are kept.
    public var images = CutList<ValidatedImage>()
    /// Photo files whose names are not valid.
    public var invalidFiles = CutList<InvalidFile>()
    /// What could not be read, and what the pipeline was hardly meant to say.
    public var warnings = CutList<String>()
    /// Pattern → how many entries were left out on purpose.
    public var skipped: [String: Int] = [:]
    /// How long the listing took, in whole seconds.
    public var scanSeconds = 0

    /// A result of an empty collection.
    public init() {}

    /// Whether a person should look at something: images that are not consistent, invalid names or warnings.
    public var hasIssues: Bool { issueCount > 0 }

    /// How many findings there are.
    public var issueCount: Int {
        totalImages - statusCounts[.consistent] + invalidFiles.total + warnings.total
    }
}

/// A way through the pipeline, with the images that took it.
public struct PathUse: Hashable, Sendable {
    /// The ids of the nodes, in the order of the walk.
    public let path: [String]
    /// How many images have all its files, and no better way to its termination type.
    public let imageCount: Int
    /// How many images have some of its files, and no better way to its termination type.
    public let partialCount: Int
}

/// An edge of the pipeline, with the images that took it.
public struct EdgeUse: Hashable, Sendable {
    /// The ids of its nodes.
    public let from: String, to: String
    /// How many images took it.
    public let imageCount: Int
}

/// An image and how it stands to each termination type.
public struct ValidatedImage: Hashable, Sendable {
    /// Camera and counter, and `-` with the separate-image id where there is one.
    public let baseFilename: String
    /// The overall status.
    public let status: ValidationStatus
    /// Whether some termination has all its files.
    public let isArchivalReady: Bool
    /// By type, sorted by name.
    public let terminations: [ValidatedTermination]
}

/// An image's files against the best walk to a termination type.
public struct ValidatedTermination: Hashable, Sendable {
    /// The most names that are given of missing, and of extra files.
    public static let namedFiles = 100

    /// The termination type.
    public let type: String
    /// The status against the best walk; inconsistent where every walk is truncated.
    public let status: ValidationStatus
    /// How much of what is expected is there: 0 to 100, rounded down; 0 where nothing is expected.
    public let completionPercentage: Int
    /// The names that are expected and not there, cut at `namedFiles`.
    public let missingFiles: CutList<String>
    /// The names that are there, as they are, and not expected; each once, cut at `namedFiles`.
    public let extraFiles: CutList<String>
}

extension ValidatedImage: Shown {
    /// About how long its JSON is.
    var byteCount: Int {
        terminations.reduce(100 + baseFilename.byteCount) { $0 + $1.byteCount }
    }
}

extension ValidatedTermination: Shown {
    var byteCount: Int {
        180 + type.byteCount + missingFiles.entriesByteCount + extraFiles.entriesByteCount
    }
}

extension PathUse: Shown {
    var byteCount: Int { path.reduce(60) { $0 + $1.byteCount } }
}
