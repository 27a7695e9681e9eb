import Analysis

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A tool's configuration in a file that the user named (analysis.md, *Configuration*).
enum ToolConfigurationFile {
    /// A longer file is no configuration; no more than this is read of it.
    private static let limit = 1_048_576

    /// Reads a file; also a pipe, which need not tell its size.
    /// - Throws: `AgentError`: 66 where it cannot be read, 78 where it holds no configuration.
    static func load(_ file: LocalPath) throws -> (configuration: ToolConfiguration, warnings: [String]) {
        let path = file.shown
        let bytes = try read(file)
        guard bytes.count <= limit else {
            throw AgentError(
                code: "config_too_large",
                message: "The configuration \(path) is larger than 1 MiB. Name the YAML file that holds the settings.",
                exit: .configuration)
        }
        do {
            let parsed = try YAMLConfiguration.parse(bytes)
            return (parsed.configuration, parsed.warnings.map { "\(path), \($0)" })
        } catch {
            throw ConfigFile.invalid("\(path), \(error).")
        }
    }

    private static func read(_ path: LocalPath) throws -> [UInt8] {
        do {
            return try DurableFile.readStart(path, count: limit + 1)
        } catch let failure as SystemFailure {
            let mend =
                failure.number == EISDIR
                ? "It is a folder. Name the YAML file itself." : "Name a YAML file that exists and that you may read."
            throw AgentError(
                code: failure.isMissing ? "config_missing" : "config_unreadable",
                message: "The configuration \(path.shown) cannot be read (\(failure.reason)). \(mend)",
                exit: .missingInput)
        }
    }
}
