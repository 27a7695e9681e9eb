/// Where uploads, large results and reports are kept. Names are made by the server and hold letters, digits, `_`, `-`, `.`
/// and one `/`. A blob is written whole and never changed, so a folder, a folder that several servers share and an object
/// store serve alike: what a call has written is visible to every server when it returns, and durable where it was asked for.
public protocol BlobStore: Sendable {
    /// Writes a whole blob in place of an earlier one: all of it or nothing, also where two servers write it at once.
    /// - Parameter synced: whether it must outlast a power cut. Without that, the blob may be missing or damaged after one.
    func put(_ bytes: [UInt8], as name: String, synced: Bool) async throws
    /// Reads a part of a blob, or all of it.
    /// - Throws: `BlobError.missing` where there is none, or it is shorter.
    func read(_ name: String, range: Range<Int64>?) async throws -> [UInt8]
    /// Removes a blob; one that is not there is no error.
    func remove(_ name: String) async throws
    /// The names of all blobs of a folder, for example `uploads`, and of what is left of writes that were cut off.
    func names(in folder: String) async throws -> [String]
}

extension BlobStore {
    /// Writes a whole blob that outlasts a power cut.
    public func put(_ bytes: [UInt8], as name: String) async throws { try await put(bytes, as: name, synced: true) }
}

/// The folders of a blob store.
public enum BlobFolder {
    /// Chunks of uploads.
    public static let uploads = "uploads"
    /// Results too large for the database.
    public static let results = "results"
    /// HTML reports.
    public static let reports = "reports"
    /// All of them.
    public static let all = [uploads, results, reports]
}

/// What can go wrong with blobs.
public enum BlobError: Error, Sendable {
    /// There is no such blob, or it is shorter than asked.
    case missing(name: String)
    /// The disk is full.
    case full
    /// The store does not answer; it may pass.
    case unavailable(reason: String)
    /// The store cannot be used, in its own words.
    case failed(name: String, reason: String)
}
