/// Why a listed file's content could not be read.
public enum ReadFailure: Error, Hashable, Sendable {
    /// The file, or a folder above it, is gone.
    case vanished
    /// Something else stands in its place: a link, a folder, a pipe or a device.
    case changed
    /// The system refuses to open it.
    case permissionDenied
    /// The server refuses the connector's user to open it.
    case deniedOnServer
    /// It has more bytes than the limit.
    case tooLarge(limit: Int)
    /// The disk or the network failed, in the system's own words.
    case unreadable(reason: String)

    init(_ failure: FileSystem.Failure) {
        self =
            switch failure.code {
            case Codes.notThere: .vanished
            case Codes.isALink, Codes.notADirectory, Codes.noSuchDevice: .changed
            case Codes.accessDenied, Codes.notPermitted: .permissionDenied
            default: .unreadable(reason: failure.reason)
            }
    }

    /// From the number with which a file of a share could not be opened or read.
    init(onShare failure: FileSystem.Failure) {
        self =
            switch failure.code {
            case Codes.notThere: .vanished
            case Codes.notADirectory, Codes.isADirectory: .changed
            case Codes.accessDenied, Codes.notPermitted: .deniedOnServer
            default: .unreadable(reason: failure.reason)
            }
    }

    /// What happened and what to do, in a sentence that the file's name stands before.
    public var message: String {
        switch self {
        case .vanished: "was removed while the collection was being analysed; run again if it should be there"
        case .changed: "was replaced by something that is no file while the collection was being analysed; run again"
        case .permissionDenied: "may not be read; give the user that the agent runs as read permission"
        case .deniedOnServer: "may not be read; give the connector's user read permission on the server"
        case .tooLarge(let limit): "has more than \(limit >> 20) MiB, which no sidecar has; look at what it is"
        case .unreadable(let reason): "could not be read in full (\(reason)); check the disk or the server"
        }
    }
}
