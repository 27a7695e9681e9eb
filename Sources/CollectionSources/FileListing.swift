public import Domain

/// What the listing of a collection found.
public struct FileListing: Sendable {
    /// The regular files, in no particular order; empty for a folder that holds none.
    public var files: FileTable
    /// What was left out on purpose: pattern, `symbolic links` or `special files` → how many entries.
    public var skipped: [String: Int]
    /// What could not be read; the listing went on without it.
    public var warnings: [ListingWarning]

    /// A listing of its parts.
    public init(files: FileTable = FileTable(), skipped: [String: Int] = [:], warnings: [ListingWarning] = []) {
        self.files = files
        self.skipped = skipped
        self.warnings = warnings
    }
}

/// A part of the collection that could not be listed.
public struct ListingWarning: Hashable, Sendable {
    /// The raw path relative to the collection's root; empty for the root itself.
    public let path: [UInt8]
    /// What happened and what to do, in a sentence.
    public let message: String
    /// `permission_denied`, `vanished`, `changed` or `unreadable`.
    public let errorType: String

    /// A warning about a path.
    public init(path: [UInt8], message: String, errorType: String) {
        self.path = path
        self.message = message
        self.errorType = errorType
    }
}

/// How far a listing has come.
public struct ListingProgress: Hashable, Sendable {
    /// The files found so far.
    public let filesScanned: Int
    /// The raw relative path of the folder that is being read; empty for the root.
    public let currentFolder: [UInt8]
}

/// Why a folder, of a disk, a bucket or a share, could not be listed at all.
public enum ListingError: Error, Hashable, Sendable {
    /// The folder is gone, or went away during the listing: a disk that is not mounted, a share that dropped.
    case storageUnavailable(path: String, reason: String)
    /// The folder is not inside any folder that this agent may read (SL-1).
    case outsideRoots(path: String, roots: [String])
    /// The path names something else than a folder.
    case notAFolder(path: String)
    /// The system refuses to open the folder.
    case permissionDenied(path: String)
    /// The bucket or share is away, or not there, or has no such folder; the reason says what to do.
    case placeUnavailable(reason: String)
    /// The store or server does not let the credentials in, or not to the place; the reason says what to do.
    case placeDenied(reason: String)
    /// The caller asked to stop.
    case cancelled

    /// What happened, to what, and what to do.
    public var message: String {
        switch self {
        case .storageUnavailable(let path, let reason):
            "The folder \(path) cannot be reached (\(reason)). Check that its disk or share is connected, then run again."
        case .outsideRoots(let path, let roots) where roots.isEmpty:
            "The folder \(path) may not be read: this agent has no authorised roots. "
                + "Add one on the agent's machine with `safelight-agent roots add`."
        case .outsideRoots(let path, let roots):
            "The folder \(path) is outside the agent's authorised roots (\(roots.joined(separator: ", "))). "
                + "Add it on the agent's machine with `safelight-agent roots add`, or choose another folder."
        case .notAFolder(let path):
            "\(path) is not a folder. Name the folder that holds the photos."
        case .permissionDenied(let path):
            "The folder \(path) may not be read by the user that the agent runs as. Give that user read permission."
        case .placeUnavailable(let reason), .placeDenied(let reason): reason
        case .cancelled:
            "The listing was stopped."
        }
    }
}

extension ListingWarning {
    init(path: ArraySlice<UInt8>, failure: FileSystem.Failure) {
        let shown = String(decoding: path, as: UTF8.self)
        let (type, text) =
            switch failure.code {
            case Codes.accessDenied, Codes.notPermitted:
                ("permission_denied", "may not be read; give the user that the agent runs as read permission")
            case Codes.notThere:
                ("vanished", "was removed while the collection was being listed")
            case Codes.isALink, Codes.notADirectory:
                ("changed", "was replaced by something else while the collection was being listed")
            default:
                ("unreadable", "could not be read in full (\(failure.reason)); check the disk")
            }
        self.init(path: Array(path), message: "The folder \(shown) \(text).", errorType: type)
    }
}
