import CollectionSources
import Domain
import S3
import Wire

/// The place that a connector leads to, with what opens it: the one way from a connector's fields to its storage, for jobs and
/// for tests.
enum RemotePlace: Sendable {
    case s3(S3Bucket)
    case gcs(GCSBucket)
    case smb(SMBShare)

    /// Why a place cannot be asked at all.
    struct Refusal: Error, Hashable, Sendable {
        let message: String
    }

    /// The kinds of storage that this agent reaches: shares only where their library is.
    static func types(_ library: SMBLibrary? = .installed) -> [ConnectorType] {
        library == nil ? [.s3, .gcs] : [.s3, .gcs, .smb]
    }

    /// A place by the fields of its connector (`ConnectorType.configurationFields`, `credentialFields`).
    init(
        _ type: ConnectorType, _ configuration: [String: String], _ credentials: [String: String],
        library: SMBLibrary? = .installed
    ) throws(Refusal) {
        // A store in one's own network often has no certificate, and who made the connector chose the address.
        switch type {
        case .s3: self = .s3(try Self.s3(configuration, credentials))
        case .gcs: self = .gcs(try Self.gcs(configuration, credentials))
        case .smb: self = .smb(try Self.smb(configuration, credentials, library))
        }
    }

    private static func s3(
        _ configuration: [String: String], _ credentials: [String: String]
    ) throws(Refusal) -> S3Bucket {
        let addressing: S3Configuration.Addressing? =
            switch configuration["addressing"] {
            case "path": .path
            case "host": .virtual
            default: nil
            }
        do {
            return try S3Bucket(
                S3Configuration(
                    bucket: configuration["bucket"] ?? "", region: configuration["region"] ?? "us-east-1",
                    endpoint: configuration["endpoint"], addressing: addressing,
                    credentials: S3Credentials(
                        accessKeyID: credentials["access_key_id"] ?? "",
                        secretAccessKey: credentials["secret_access_key"] ?? "",
                        sessionToken: credentials["session_token"])), allowsPlainHTTP: true)
        } catch {
            throw Refusal(message: "\(error)")
        }
    }

    private static func gcs(
        _ configuration: [String: String], _ credentials: [String: String]
    ) throws(Refusal) -> GCSBucket {
        do {
            let key = try ServiceAccountKey(json: Array((credentials["service_account"] ?? "").utf8))
            return try GCSBucket(
                configuration["bucket"] ?? "", key: key,
                endpoint: configuration["endpoint"] ?? GCSBucket.usualEndpoint, allowsPlainHTTP: true)
        } catch {
            throw Refusal(message: "\(error)")
        }
    }

    private static func smb(
        _ configuration: [String: String], _ credentials: [String: String], _ library: SMBLibrary?
    ) throws(Refusal) -> SMBShare {
        do {
            return try SMBShare(
                server: configuration["server"] ?? "", share: configuration["share"] ?? "",
                port: configuration["port"].flatMap(UInt16.init) ?? SMBShare.usualPort,
                requiresEncryption: configuration["encryption"] == "required",
                username: credentials["username"] ?? "", password: credentials["password"] ?? "",
                domain: credentials["domain"], library: library)
        } catch {
            throw Refusal(message: error.message)
        }
    }

    /// Lists every file below a folder; empty for all of it.
    func list(
        _ folder: String, isCancelled: @escaping @Sendable () -> Bool,
        progress: @escaping @Sendable (ListingProgress) -> Void
    ) async throws(ListingError) -> FileListing {
        switch self {
        case .s3(let bucket): try await bucket.list(prefix: folder, isCancelled: isCancelled, progress: progress)
        case .gcs(let bucket): try await bucket.list(prefix: folder, isCancelled: isCancelled, progress: progress)
        case .smb(let share): try await share.list(folder: folder, isCancelled: isCancelled, progress: progress)
        }
    }

    /// Tries whether the place can be reached, lets the credentials in, and lists.
    func test() async -> ConnectionTest {
        switch self {
        case .s3(let bucket): await bucket.test(prefix: "")
        case .gcs(let bucket): await bucket.test(prefix: "")
        case .smb(let share): await share.test(folder: "")
        }
    }
}
