/// Where uploads, large results and reports are kept. Names are made by the server and hold letters, digits, `_`, `-`, `.`
/// and one `/`. What a call has written is durable when it returns.
public protocol BlobStore: Sendable {
    /// Writes bytes at an offset of a growing blob, made if it is new.
    func write(_ bytes: [UInt8], to name: String, at offset: Int64) async throws
    /// Writes a whole blob in place of an earlier one: all of it or nothing.
    func put(_ bytes: [UInt8], as name: String) async throws
    /// Reads a part of a blob, or all of it.
    /// - Throws: `BlobError.missing` where there is none.
    func read(_ name: String, range: Range<Int64>?) async throws -> [UInt8]
    /// Removes a blob; one that is not there is no error.
    func remove(_ name: String) async throws
}

/// What can go wrong with blobs.
public enum BlobError: Error, Sendable {
    /// There is no such blob, or it is shorter than asked.
    case missing(name: String)
    /// The disk is full.
    case full
    /// The folder cannot be used, in the system's words.
    case failed(name: String, reason: String)
}
