#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The folder in which an agent keeps what it must remember (cli.md, `safelight-agent`).
public struct AgentHome: Hashable, Sendable {
    /// Absolute path, without a slash at the end.
    public let path: String

    /// Settings, for people to read and change.
    public var configFile: String { path + "/config.yaml" }
    /// The API key, 0600.
    public var keyFile: String { path + "/api.key" }
    /// Finished results that the server has not acknowledged yet.
    public var spoolFolder: String { path + "/spool" }
    var lockFile: String { path + "/agent.lock" }

    /// A home at a path; a relative one counts from the working folder, `~/` from the user's home.
    public init(path: String, environment: [String: String]) {
        var absolute = path
        if path == "~" || path.hasPrefix("~/") {
            absolute = Self.userHome(environment) + path.dropFirst()
        } else if !path.hasPrefix("/") {
            absolute = FileManager.default.currentDirectoryPath + "/" + path
        }
        while absolute.count > 1, absolute.hasSuffix("/") { absolute.removeLast() }
        self.path = absolute
    }

    /// Where the home is when nobody names one.
    public static func standard(environment: [String: String]) -> AgentHome {
        #if canImport(Darwin)
        let place = "/Library/Application Support/Safelight Agent"
        #else
        let place = "/.config/safelight-agent"
        #endif
        return AgentHome(path: userHome(environment) + place, environment: environment)
    }

    private static func userHome(_ environment: [String: String]) -> String {
        if let home = environment["HOME"], home.hasPrefix("/") { return home }
        return getpwuid(getuid()).map { String(cString: $0.pointee.pw_dir) } ?? "/"
    }

    /// Makes the folder where it is missing, closed to other users.
    /// - Throws: `AgentError` that says why it cannot be made.
    public func prepare() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw AgentError(
                code: "home_unusable",
                message: "The agent's folder \(path) cannot be made. Make it, or name another with --home.",
                exit: .cannotCreate)
        }
    }

    /// Keeps the API key, for this user's eyes only.
    public func storeKey(_ key: String) throws {
        try prepare()
        do {
            try DurableFile.replace(keyFile, with: Array((key + "\n").utf8), mode: 0o600)
        } catch let failure as SystemFailure {
            throw AgentError(
                code: "key_not_stored", message: "The API key was not stored: \(failure).", exit: .cannotCreate)
        }
    }

    /// Whether the home is some agent's.
    var hasKey: Bool { access(keyFile, F_OK) == 0 }

    /// Reads the API key.
    /// - Throws: `AgentError` where there is none, or where other users may read it.
    public func readKey() throws -> String {
        var status = stat()
        guard stat(keyFile, &status) == 0 else {
            throw AgentError(
                code: "not_registered",
                message: "This agent is not registered: \(keyFile) is missing. "
                    + "Run `safelight-agent register --server URL --token art_… --name NAME`.",
                exit: .configuration)
        }
        guard status.st_mode & 0o077 == 0 else {
            throw AgentError(
                code: "key_too_open",
                message: "Other users of this machine may read the API key. Run `chmod 600 \(keyFile)`.",
                exit: .configuration)
        }
        let bytes: [UInt8]
        do {
            bytes = try DurableFile.read(keyFile)
        } catch let failure as SystemFailure {
            throw AgentError(code: "key_unreadable", message: "The API key: \(failure).", exit: .configuration)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let key = text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        guard key.hasPrefix("agt_key_") else {
            throw AgentError(
                code: "key_damaged",
                message: "\(keyFile) does not hold an API key. Register the agent again.", exit: .configuration)
        }
        return key
    }
}
