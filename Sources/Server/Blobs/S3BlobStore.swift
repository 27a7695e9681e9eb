import Coordinator
import S3

/// Blobs as objects of an S3-compatible store, under the names that a folder would hold.
struct S3BlobStore: BlobStore {
    private let client: S3Client
    private let prefix: String

    /// A store in a bucket, below a prefix without slashes at its ends; an empty one is none.
    init(_ client: S3Client, prefix: String) {
        self.client = client
        self.prefix = prefix.isEmpty ? "" : prefix + "/"
    }

    /// Writes an object; S3 shows it whole or not at all.
    func put(_ bytes: [UInt8], as name: String, synced _: Bool) async throws {
        try await Self.mapping(name) { try await client.put(bytes, key: prefix + name) }
    }

    /// Reads an object, or a part of it.
    func read(_ name: String, range: Range<Int64>?) async throws -> [UInt8] {
        try await Self.mapping(name) { try await client.get(key: prefix + name, range: range) }
    }

    /// Removes an object.
    func remove(_ name: String) async throws {
        try await Self.mapping(name) { try await client.delete(key: prefix + name) }
    }

    /// Lists the objects of a folder.
    func names(in folder: String) async throws -> [String] {
        try await Self.mapping(folder) {
            try await client.keys(prefix: "\(prefix)\(folder)/").map { String($0.dropFirst(prefix.count)) }
        }
    }

    private static func mapping<Value>(_ name: String, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as S3Error {
            switch error.kind {
            case .missing: throw BlobError.missing(name: name)
            case .unavailable: throw BlobError.unavailable(reason: error.message)
            default: throw BlobError.failed(name: name, reason: error.message)
            }
        }
    }
}
