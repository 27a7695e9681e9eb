/// What Photo Pairing found (analysis.md, *Photo Pairing*). Paths are shown text; lists are sorted and cut, counts are exact.
public struct PhotoPairingResult: Hashable, Sendable {
    /// The photo files that were looked at: those of valid names and those of others.
    public var totalFiles = 0
    /// Camera and counter: one press of a shutter.
    public var groupCount = 0
    /// Separate images over all groups.
    public var imageCount = 0
    /// The files of valid names, each in exactly one image.
    public var fileCount = 0
    /// Name of a camera → its images; cameras of one name add up.
    public var cameraUsage = CutMap<Int>()
    /// Camera id of a file name → the camera.
    public var cameras = CutMap<CameraUsage>()
    /// Description of a processing method → the images that have it, each once; methods of one description are one.
    public var methodUsage = CutMap<Int>()
    /// Photo files whose names are not valid.
    public var invalidFiles = CutList<InvalidFile>()
    /// Why names are not valid → how many.
    public var invalidCounts: [InvalidName: Int] = [:]
    /// Groups in which one file name stands in several directories.
    public var ambiguousGroups = CutList<AmbiguousGroup>()
    /// All groups, where they were asked for.
    public var imageGroups: CutList<ImageGroupListing>?
    /// Files of an image → how many images have so many.
    public var imagesByFileCount: [Int: Int] = [:]
    /// Methods without a description in the configuration → the images that have them; cut at the 1,000 of the most images.
    public var undescribedMethods = CutMap<Int>()
    /// What could not be read, and settings that no file name can match.
    public var warnings = CutList<String>()
    /// Pattern → how many entries were left out on purpose.
    public var skipped: [String: Int] = [:]
    /// How long the listing took, in whole seconds.
    public var scanSeconds = 0

    /// A result of an empty collection.
    public init() {}

    /// Whether a person should look at something: invalid names, ambiguous groups or warnings.
    public var hasIssues: Bool { issueCount > 0 }

    /// How many findings there are; cameras and methods that nobody described are none.
    public var issueCount: Int { invalidFiles.total + ambiguousGroups.total + warnings.total }
}

/// A camera as a collection's files show it.
public struct CameraUsage: Hashable, Sendable {
    /// What the configuration calls it; the id where it does not.
    public let name: String
    /// Its serial number; nil where the configuration has none.
    public let serialNumber: String?
    /// Whether the configuration gives it a name.
    public let isNamed: Bool
    /// Its groups.
    public let groups: Int
    /// Its separate images.
    public let images: Int
}

/// A photo file whose name is not valid.
public struct InvalidFile: Hashable, Sendable {
    /// The file's path.
    public let path: String
    /// Its last component.
    public let filename: String
    /// Why the name is not valid.
    public let code: InvalidName
    /// What is wrong and what would be right, in words.
    public let reason: String
}

/// A group in which one file name, compared without case, stands in several directories: a counter that wrapped, or a copy.
public struct AmbiguousGroup: Hashable, Sendable {
    /// The most names of a group, and the most paths of a name, that are given.
    public static let namedFiles = 20
    /// Camera and counter, for example `AB3D0001`.
    public let id: String
    /// The names that stand in several directories, by separate image and then by name; cut at `namedFiles`.
    public let duplicates: CutList<DuplicateName>
}

/// A file name that stands in several directories of one group.
public struct DuplicateName: Hashable, Sendable {
    /// The name, spelled as in the first path.
    public let filename: String
    /// Where it stands, in the order of the paths; cut at `AmbiguousGroup.namedFiles`.
    public let paths: CutList<String>
}

/// A group with its images and their files.
public struct ImageGroupListing: Hashable, Sendable {
    /// `ImageName.key`.
    public let key: UInt64
    /// Its separate images, in the order of their ids' text.
    public let images: [SeparateImageListing]
}

/// A separate image of a group.
public struct SeparateImageListing: Hashable, Sendable {
    /// Its id; empty where the names have none.
    public let id: String
    /// The paths of its files, sorted.
    public let files: [String]
    /// Its processing methods, sorted, each once.
    public let properties: [String]
}
