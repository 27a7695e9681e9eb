import Crypto
import Wire

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What this agent is: program and machine.
public struct AgentIdentity: Hashable, Sendable {
    /// The agent's version.
    public var version: String
    /// `linux|darwin|windows` + `-amd64|-arm64`.
    public var platform: String
    /// The machine's name.
    public var hostname: String
    /// The operating system, for people.
    public var osInfo: String
    /// SHA-256 of the running executable. FR-520.1.
    public var binaryChecksum: String

    /// An identity from its parts.
    public init(version: String, platform: String, hostname: String, osInfo: String, binaryChecksum: String) {
        self.version = version
        self.platform = platform
        self.hostname = hostname
        self.osInfo = osInfo
        self.binaryChecksum = binaryChecksum
    }

    /// The version of this program.
    public static var programVersion: String { SafelightVersion.current }

    /// Of this process on this machine.
    /// - Throws: `AgentError` where the executable cannot be read.
    public static func current() throws -> AgentIdentity {
        var system = utsname()
        uname(&system)
        return AgentIdentity(
            version: SafelightVersion.current, platform: platformName, hostname: text(of: system.nodename),
            osInfo: osName ?? "\(text(of: system.sysname)) \(text(of: system.release))",
            binaryChecksum: try checksumOfExecutable())
    }

    /// For example `linux-amd64`.
    public static var platformName: String {
        #if arch(arm64)
        let processor = "arm64"
        #else
        let processor = "amd64"
        #endif
        #if os(Linux)
        return "linux-\(processor)"
        #elseif os(Windows)
        return "windows-\(processor)"
        #else
        return "darwin-\(processor)"
        #endif
    }

    private static func checksumOfExecutable() throws -> String {
        #if os(Linux)
        let path = "/proc/self/exe"
        #else
        let path = CommandLine.arguments[0]
        #endif
        var hash = SHA256()
        var offset: Int64 = 0
        do {
            while true {
                let part = try DurableFile.read(path, offset: offset, count: 1 << 20)
                if part.isEmpty { return Checksum(hash.finalize()).description }
                hash.update(data: part)
                offset += Int64(part.count)
            }
        } catch let failure as SystemFailure {
            throw AgentError(code: "executable_unreadable", message: "\(failure).", exit: .internal)
        }
    }

    private static func text<Tuple>(of field: Tuple) -> String {
        withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private static var osName: String? {
        // `try?`: systems without the file are named by their kernel.
        guard let bytes = try? DurableFile.read("/etc/os-release") else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let name = lines.first { $0.hasPrefix("PRETTY_NAME=") }?.dropFirst("PRETTY_NAME=".count)
        return name.map { String($0.filter { $0 != "\"" }) }
    }
}
