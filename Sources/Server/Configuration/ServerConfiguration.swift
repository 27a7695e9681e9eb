import Configuration
import Database
import Logging

/// How a server runs, read once at the root: flag, then `SAFELIGHT_…` environment, then file, then default.
public struct ServerConfiguration: Sendable, Hashable {
    /// Where database, blobs and master key are.
    public var dataDirectory: String
    /// A PostgreSQL database in place of SQLite in the data directory.
    public var databaseURL: DatabaseURL?
    /// How many connections to PostgreSQL may be open at once, 1–500.
    public var databaseConnections: Int
    /// The address to listen on.
    public var host: String
    /// The port to listen on; 0 picks a free one.
    public var port: Int
    /// PEM files of certificate chain and private key; both or neither.
    public var tlsCertificate: String?, tlsKey: String?
    /// How browsers reach the server, where a proxy stands in front of it.
    public var publicURL: String?
    /// Networks whose `X-Forwarded-*` headers are believed, as CIDR.
    public var trustedProxies: [String]
    /// Whether `serve` brings the database up to date by itself.
    public var migrates: Bool
    /// Where uploads, large results and reports are kept.
    public var blobStore: BlobStoreConfiguration
    /// How long the server says that it is not ready before it stops taking connections, in seconds, 0–300.
    public var drainSeconds: Int
    /// The least severe messages that are logged.
    public var logLevel: Logger.Level

    /// Reads a configuration.
    /// - Throws: `CommandFailure` with exit code 78 that names the setting and the mend.
    public init(_ reader: ConfigReader, homeDirectory: String?) throws {
        func text(_ name: String) -> String? {
            reader.string(forKey: ConfigKey("safelight.\(name)")).flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let dataDirectory = text("data_dir") ?? homeDirectory.map({ $0 + "/.local/share/safelight" }) else {
            throw CommandFailure(.configuration, "There is no home directory; give --data-dir.")
        }
        self.dataDirectory = dataDirectory
        databaseURL = text("database_url").map(DatabaseURL.init)
        databaseConnections = try Self.connections(text("database_connections"))
        host = text("host") ?? "127.0.0.1"
        port = try Self.port(text("port") ?? "8080")
        tlsCertificate = text("tls_cert")
        tlsKey = text("tls_key")
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw CommandFailure(.configuration, "tls_cert and tls_key go together; give both, or neither.")
        }
        publicURL = try text("public_url").map(Self.url)
        trustedProxies = (text("trusted_proxies") ?? "").split(whereSeparator: { $0 == "," || $0 == " " }).map(
            String.init)
        migrates = try Self.bool("migrate", text("migrate") ?? "true")
        blobStore = try BlobStoreConfiguration(text, dataDirectory: dataDirectory)
        drainSeconds = try Self.drain(text("drain_seconds") ?? "0")
        logLevel = try Self.level(text("log_level") ?? "info")
    }

    private static func port(_ text: String) throws -> Int {
        guard let port = Int(text), (0...65_535).contains(port) else {
            throw CommandFailure(.configuration, "port is \(text); it must be from 0 to 65535.")
        }
        return port
    }

    private static func drain(_ text: String) throws -> Int {
        guard let seconds = Int(text), (0...300).contains(seconds) else {
            throw CommandFailure(.configuration, "drain_seconds is \(text); it must be from 0 to 300.")
        }
        return seconds
    }

    private static func connections(_ text: String?) throws -> Int {
        guard let text else { return PostgresConfiguration.defaultPoolSize }
        guard let count = Int(text), (1...500).contains(count) else {
            throw CommandFailure(.configuration, "database_connections is \(text); it must be from 1 to 500.")
        }
        return count
    }

    private static func url(_ text: String) throws -> String {
        guard text.hasPrefix("https://") || text.hasPrefix("http://") else {
            throw CommandFailure(.configuration, "public_url is \(text); it must begin with https:// or http://.")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    private static func bool(_ name: String, _ text: String) throws -> Bool {
        guard let value = Bool(text) else {
            throw CommandFailure(.configuration, "\(name) is \(text); it must be true or false.")
        }
        return value
    }

    private static func level(_ text: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: text) else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(.configuration, "log_level is \(text); it must be one of \(levels).")
        }
        return level
    }
}
