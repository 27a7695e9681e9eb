/// How an image's files compare with what a pipeline expects; the best first (analysis.md, *Pipeline Validation*).
public enum ValidationStatus: UInt8, CaseIterable, Hashable, Sendable, Comparable {
    /// Every expected file is there, and no other.
    case consistent
    /// Every expected file is there, and others too.
    case consistentWithWarning
    /// Some expected files are there.
    case partial
    /// No expected file is there, or nothing is expected.
    case inconsistent

    /// The word in results, in upper case.
    public var word: String {
        switch self {
        case .consistent: "CONSISTENT"
        case .consistentWithWarning: "CONSISTENT_WITH_WARNING"
        case .partial: "PARTIAL"
        case .inconsistent: "INCONSISTENT"
        }
    }

    /// The key in `status_counts`, in lower case.
    public var key: String { word.lowercased() }

    /// Whether an image can be put into the archive as this.
    public var isArchivalReady: Bool { self <= .consistentWithWarning }

    /// Better ones come first.
    public static func < (left: ValidationStatus, right: ValidationStatus) -> Bool { left.rawValue < right.rawValue }
}

/// How many images have each status.
public struct ValidationCounts: Hashable, Sendable {
    private var counts: [Int] = [0, 0, 0, 0]

    /// None at all.
    public init() {}

    /// How many images have a status.
    public subscript(status: ValidationStatus) -> Int {
        get { counts[Int(status.rawValue)] }
        set { counts[Int(status.rawValue)] = newValue }
    }
}
