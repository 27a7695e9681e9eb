import Coordinator
import S3

/// Where uploads, large results and reports are kept: a folder, or a bucket of an S3-compatible store.
public enum BlobStoreConfiguration: Sendable, Hashable {
    /// A folder, which several servers may share.
    case folder(String)
    /// A bucket, with what its objects' names begin with.
    case s3(bucket: String, prefix: String, S3Settings)

    /// How a bucket is reached.
    public struct S3Settings: Sendable, Hashable {
        /// The address of a store that is not AWS.
        public var endpoint: String?
        /// For example `eu-central-1`.
        public var region: String
        /// Whether the bucket stands in the path or in the host's name; nil for what fits the endpoint.
        public var addressing: S3Configuration.Addressing?
        /// Whose bucket it is; nil for none.
        public var credentials: S3Credentials?
    }

    /// Reads `blob_store`, and for a bucket `s3_endpoint`, `s3_region`, `s3_addressing` and the keys, which come from the
    /// environment alone.
    /// - Throws: `CommandFailure` with exit code 78 that names the setting and the mend.
    init(_ text: (String) -> String?, dataDirectory: String) throws {
        guard let place = text("blob_store") else {
            self = .folder(dataDirectory + "/blobs")
            return
        }
        guard place.hasPrefix("s3://") else {
            guard !place.contains("://") else {
                throw CommandFailure(
                    .configuration, "blob_store is \(place); it must be a folder or s3://BUCKET/PREFIX.")
            }
            self = .folder(place)
            return
        }
        let parts = place.dropFirst(5).split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        guard let bucket = parts.first else {
            throw CommandFailure(.configuration, "blob_store is \(place); it names no bucket: s3://BUCKET/PREFIX.")
        }
        self = .s3(bucket: bucket, prefix: parts.dropFirst().joined(separator: "/"), try Self.settings(text))
    }

    private static func settings(_ text: (String) -> String?) throws -> S3Settings {
        var settings = S3Settings(endpoint: text("s3_endpoint"), region: text("s3_region") ?? "us-east-1")
        if let word = text("s3_addressing") {
            guard let addressing = S3Configuration.Addressing(rawValue: word) else {
                throw CommandFailure(.configuration, "s3_addressing is \(word); it must be path or virtual.")
            }
            settings.addressing = addressing
        }
        let (id, secret) = (text("s3_access_key_id"), text("s3_secret_access_key"))
        guard let id, let secret else {
            guard id == nil, secret == nil else {
                throw CommandFailure(
                    .configuration, "SAFELIGHT_S3_ACCESS_KEY_ID and SAFELIGHT_S3_SECRET_ACCESS_KEY go together.")
            }
            return settings
        }
        settings.credentials = S3Credentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: text("s3_session_token"))
        return settings
    }

    /// Opens the store. A bucket is not asked yet.
    /// - Throws: `CommandFailure`.
    func open() throws -> any BlobStore {
        switch self {
        case .folder(let path):
            do {
                return try FolderBlobStore(folder: path)
            } catch BlobError.missing(let name) {
                throw CommandFailure(.cannotCreate, "The folder \(name) for uploads and reports cannot be made.")
            } catch BlobError.failed(let name, let reason) {
                throw CommandFailure(
                    .cannotCreate, "The folder \(name) for uploads and reports cannot be made: \(reason).")
            }
        case .s3(let bucket, let prefix, let settings):
            do {
                let configuration = try S3Configuration(
                    bucket: bucket, region: settings.region, endpoint: settings.endpoint,
                    addressing: settings.addressing, credentials: settings.credentials)
                return S3BlobStore(S3Client(configuration), prefix: prefix)
            } catch {
                throw CommandFailure(.configuration, error.message)
            }
        }
    }

    /// Asks a bucket whether it is there and may be used, so that a wrong one is told at the start.
    /// - Throws: `CommandFailure` with exit code 69 or 78.
    func check(_ store: any BlobStore) async throws {
        guard case .s3 = self else { return }
        do {
            _ = try await store.names(in: BlobFolder.uploads)
        } catch BlobError.failed(_, let reason) {
            throw CommandFailure(.configuration, reason)
        } catch BlobError.unavailable(let reason) {
            throw CommandFailure(.unavailable, reason)
        }
    }
}
