import YAML

/// `config.yaml` as it stands: values by their dotted key, each with the line it stands on.
public struct ConfigFile: Hashable, Sendable {
    /// The keys that are known, in the order in which they are written (cli.md).
    public enum Key: String, CaseIterable, Sendable {
        case serverURL = "server.url"
        case verifyTLS = "server.verify_tls"
        case allowInsecureHTTP = "server.allow_insecure_http"
        case caFile = "server.ca_file"
        case proxy = "server.proxy"
        case name = "agent.name"
        case guid = "agent.guid"
        case heartbeatInterval = "agent.heartbeat_interval"
        case claimWait = "agent.claim_wait"
        case logLevel = "logging.level"
        case logFormat = "logging.format"
    }

    struct Value: Hashable, Sendable {
        let text: String
        let line: Int
    }

    var values: [Key: Value] = [:]
    /// Folders that jobs may read.
    public var roots: [String] = []
    /// What stands in the file and means nothing, with its line.
    public private(set) var warnings: [String] = []

    /// An empty file.
    public init() {}

    /// The text of a key; nil where the file does not give it.
    public subscript(key: Key) -> String? {
        get { values[key]?.text }
        set { values[key] = newValue.map { Value(text: $0, line: values[key]?.line ?? 0) } }
    }

    /// Reads a home's file; one that is missing is empty.
    /// - Throws: `AgentError` that names the line, exit 78.
    public static func load(_ home: AgentHome) throws -> ConfigFile {
        do {
            return try ConfigFile(parsing: try DurableFile.read(home.configFile), path: home.configFile)
        } catch let failure as SystemFailure where failure.isMissing {
            return ConfigFile()
        } catch let failure as SystemFailure {
            throw AgentError(code: "config_unreadable", message: "The settings: \(failure).", exit: .configuration)
        }
    }

    init(parsing bytes: [UInt8], path: String) throws {
        let root: YAMLNode
        do {
            root = try parseYAML(bytes, limits: YAMLLimits())
        } catch {
            throw Self.invalid("\(path), \(error)")
        }
        guard !root.isNull else { return }
        guard let sections = root.entries else {
            throw Self.invalid("\(path), line \(root.mark.line): sections such as `server:` are expected.")
        }
        for section in sections {
            if section.key == "roots" {
                try readRoots(section.value, path: path)
            } else if ["server", "agent", "logging"].contains(section.key) {
                try read(section, path: path)
            } else {
                warnings.append("\(path), line \(section.keyMark.line): `\(section.key)` is unknown and ignored")
            }
        }
    }

    private mutating func readRoots(_ node: YAMLNode, path: String) throws {
        if node.isNull { return }
        guard let elements = node.elements else {
            throw Self.invalid("\(path), line \(node.mark.line): `roots` must be a list of folders, not \(node.kind).")
        }
        for element in elements {
            guard let text = element.string else {
                throw Self.invalid("\(path), line \(element.mark.line): a root must be a path, not \(element.kind).")
            }
            roots.append(text)
        }
    }

    private mutating func read(_ section: YAMLNode.Entry, path: String) throws {
        if section.value.isNull { return }
        guard let entries = section.value.entries else {
            throw Self.invalid(
                "\(path), line \(section.keyMark.line): `\(section.key)` must be a mapping, not \(section.value.kind).")
        }
        for entry in entries {
            let dotted = "\(section.key).\(entry.key)"
            guard let key = Key(rawValue: dotted) else {
                warnings.append("\(path), line \(entry.keyMark.line): `\(dotted)` is unknown and ignored")
                continue
            }
            if entry.value.isNull { continue }
            guard let text = entry.value.string else {
                throw Self.invalid(
                    "\(path), line \(entry.keyMark.line): `\(dotted)` must be a single value, not \(entry.value.kind).")
            }
            values[key] = Value(text: text, line: entry.keyMark.line)
        }
    }

    static func invalid(_ message: String) -> AgentError {
        AgentError(code: "invalid_configuration", message: message, exit: .configuration)
    }

    /// Writes the file in place of the old one; comments in it are lost.
    public func save(_ home: AgentHome) throws {
        try home.prepare()
        do {
            try DurableFile.replace(home.configFile, with: Array(text.utf8), mode: 0o600)
        } catch let failure as SystemFailure {
            throw AgentError(code: "config_not_stored", message: "The settings: \(failure).", exit: .cannotCreate)
        }
    }

    private var text: String {
        var sections: [(String, YAMLNode)] = []
        for name in ["server", "agent", "logging"] {
            let entries: [(String, YAMLNode)] = Key.allCases.compactMap { key in
                guard key.rawValue.hasPrefix(name + "."), let value = values[key] else { return nil }
                return (String(key.rawValue.dropFirst(name.utf8.count + 1)), .text(value.text))
            }
            if !entries.isEmpty { sections.append((name, .mapping(entries))) }
        }
        sections.append(("roots", .sequence(roots.map { .text($0) })))
        return emitYAML(.mapping(sections))
    }
}
