import Coordinator
import Domain
import Wire

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The folder that holds all that a server keeps: `safelight.sqlite`, `master.key`, `blobs/`.
struct DataDirectory {
    private static let databaseName = "safelight.sqlite"
    let path: String

    /// Opens the folder, made with mode 0700 where it does not exist.
    /// - Throws: `CommandFailure` with exit code 73.
    init(path: String) throws {
        self.path = path
        var partial = path.hasPrefix("/") ? "" : "."
        for component in path.split(separator: "/") {
            partial += "/" + component
            guard mkdir(partial, 0o700) == 0 || errno == EEXIST || errno == EROFS || errno == EACCES else {
                throw Self.failure("The data directory \(path) cannot be made")
            }
        }
        guard access(path, R_OK | W_OK | X_OK) == 0 else {
            throw Self.failure("The data directory \(path) cannot be used")
        }
    }

    var database: String { path + "/\(Self.databaseName)" }
    /// The database of a folder; nil where there is none.
    static func existingDatabase(in path: String) -> String? {
        let file = "\(path)/\(databaseName)"
        return access(file, F_OK) == 0 ? file : nil
    }

    /// Whether there is a `master.key`.
    var hasMasterKey: Bool { access(keyFile, F_OK) == 0 }

    /// The master keys, the one in use first: from `SAFELIGHT_MASTER_KEY`, else from `master.key`, which is made once with
    /// mode 0600. Several stand in lines of their own, or behind commas.
    /// - Throws: `CommandFailure` with exit code 78 for a key of another form or a file that others can read.
    func masterKeys(environment: String?, random: any RandomSource) throws -> [[UInt8]] {
        if let environment { return try Self.keys(environment, from: "SAFELIGHT_MASTER_KEY") }
        if !hasMasterKey { try make(keyFile, Base64URL.encode(random.bytes(32))) }
        return try keptKeys()
    }

    /// The master keys in `master.key`.
    func keptKeys() throws -> [[UInt8]] {
        var status = stat()
        guard stat(keyFile, &status) == 0 else { throw Self.failure("\(keyFile) cannot be read") }
        guard status.st_mode & 0o077 == 0 else {
            throw CommandFailure(.configuration, "\(keyFile) can be read by others; run chmod 600 \(keyFile).")
        }
        guard let stream = fopen(keyFile, "r") else { throw Self.failure("\(keyFile) cannot be read") }
        defer { fclose(stream) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = fread(&buffer, 1, buffer.count, stream)
        return try Self.keys(String(decoding: buffer[..<count], as: UTF8.self), from: keyFile)
    }

    /// Writes `master.key` anew, whole or not at all.
    func keep(_ keys: [[UInt8]]) throws {
        try putDown(keys.map { Base64URL.encode($0) }.joined(separator: "\n")) { partial in
            guard rename(partial, keyFile) == 0 else { throw Self.failure("\(keyFile) cannot be replaced") }
        }
    }

    private var keyFile: String { path + "/master.key" }

    /// Makes the file whole, or not at all: a server that is killed in between must not leave half a key behind.
    private func make(_ file: String, _ text: String) throws {
        try putDown(text) { partial in
            // Another server may have been quicker; then its key counts.
            guard link(partial, file) == 0 || errno == EEXIST else { throw Self.failure("\(file) cannot be made") }
        }
    }

    private func putDown(_ text: String, placing place: (String) throws -> Void) throws {
        let partial = "\(keyFile).\(getpid())"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure("\(keyFile) cannot be made") }
        defer {
            close(descriptor)
            unlink(partial)
        }
        let bytes = Array((text + "\n").utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw Self.failure("\(keyFile) cannot be written")
        }
        try place(partial)
    }

    private static func keys(_ text: String, from source: String) throws -> [[UInt8]] {
        let words = text.split { $0.isWhitespace || $0 == "," }
        guard !words.isEmpty else { return [try key("", from: source)] }
        return try words.map { try key(String($0), from: source) }
    }

    private static func key(_ text: String, from source: String) throws -> [UInt8] {
        guard let key = Base64URL.decode(text), key.count == 32 else {
            throw CommandFailure(
                .configuration,
                "\(source) holds no master key: 32 bytes in base64url are expected. Restore it from a backup.")
        }
        return key
    }

    private static func failure(_ what: String) -> CommandFailure {
        CommandFailure(.cannotCreate, "\(what): \(String(cString: strerror(errno))).")
    }
}
