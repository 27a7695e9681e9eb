import Configuration
import YAML

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The server's configuration file: a flat YAML mapping of the names that the flags have, with underscores.
enum ConfigurationFile {
    static let names: Set<String> = [
        "data_dir", "host", "port", "database_url", "tls_cert", "tls_key", "public_url", "trusted_proxies", "migrate",
        "log_level", "blob_store", "s3_endpoint", "s3_region", "s3_addressing", "drain_seconds",
    ]

    /// The file's values as a provider; an empty one without a path.
    /// - Throws: `CommandFailure` with exit code 66 or 78 that names file, line and column.
    static func provider(path: String?) throws -> InMemoryProvider {
        guard let path else { return InMemoryProvider(name: "file", values: [:]) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.missingInput, "The configuration file \(path) cannot be read; check --config.")
        }
        do {
            return InMemoryProvider(name: path, values: try values(try parseYAML(Array(data))))
        } catch let error as YAMLError {
            throw CommandFailure(.configuration, "\(path): \(error)")
        }
    }

    private static func values(_ root: YAMLNode) throws -> [AbsoluteConfigKey: ConfigValue] {
        if root.isNull { return [:] }
        guard let entries = root.entries else {
            throw YAMLError("the file must be a mapping of settings", at: root.mark)
        }
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for entry in entries {
            guard names.contains(entry.key) else {
                throw YAMLError(
                    "\(entry.key) is no setting; there are \(names.sorted().joined(separator: ", "))", at: entry.keyMark
                )
            }
            let text = entry.value.elements.map { $0.compactMap(\.string).joined(separator: ",") } ?? entry.value.string
            guard let text else { throw YAMLError("\(entry.key) must be a single value", at: entry.value.mark) }
            values[AbsoluteConfigKey(["safelight", entry.key])] = ConfigValue(.string(text), isSecret: false)
        }
        return values
    }
}
