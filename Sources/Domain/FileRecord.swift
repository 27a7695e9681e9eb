/// One file of a collection, as its listing gives it.
public struct FileRecord: Hashable, Sendable {
    /// The path's raw bytes, relative to the collection's root, with `/` between components. Need not be UTF-8.
    public let path: [UInt8]
    /// Size in bytes, ≥ 0.
    public let size: Int64
    /// When the content last changed.
    public let modified: Timestamp

    /// A file with its raw path, size in bytes and time of last change.
    public init(path: [UInt8], size: Int64, modified: Timestamp) {
        self.path = path
        self.size = size
        self.modified = modified
    }
}
