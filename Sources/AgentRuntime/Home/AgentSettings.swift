/// What an agent runs with: flag, else `SAFELIGHT_AGENT_…`, else `config.yaml`, else the default. Read once, at the root.
public struct AgentSettings: Hashable, Sendable {
    /// How log lines look.
    public enum LogFormat: String, CaseIterable, Sendable {
        case text, json
    }

    /// The server, as the user gave it.
    public var serverURL: String?
    /// Whether the server's certificate is checked.
    public var verifyTLS = true
    /// Whether plain HTTP may go to other machines. NFR-300.3.
    public var allowInsecureHTTP = false
    /// Certificates in PEM that are trusted instead of the system's.
    public var caFile: String?
    /// An HTTP proxy, `http://HOST:PORT`.
    public var proxy: String?
    /// What people call the agent.
    public var name: String?
    /// What the server calls the agent.
    public var guid: String?
    /// Time between two heartbeats; 1–60 s, 30 by default. FR-100.4.
    public var heartbeatInterval: Duration = .seconds(30)
    /// Seconds for which the server may hold a claim; 0–50, 25 by default.
    public var claimWait = 25
    /// Folders that jobs may read. SL-1.
    public var roots: [String] = []
    /// `trace` to `critical`.
    public var logLevel = "info"
    /// Text for people, JSON for programs.
    public var logFormat = LogFormat.text

    /// What the store of credentials is encrypted with in place of `store.key`; from the environment alone.
    public var passphrase: Secret?

    /// What every call to the server is given at least: where time is moved by hand, no limit may run out by the machine's own.
    var leastTimeLimit: Duration = .zero

    /// All defaults.
    public init() {}

    /// Puts the layers on top of each other.
    /// - Throws: `AgentError` that names the key and where the wrong value stands, exit 78.
    public init(
        file: ConfigFile, environment: [String: String], flags: [ConfigFile.Key: String] = [:], path: String
    ) throws {
        let layers = SettingLayers(file: file, environment: environment, flags: flags, path: path)
        serverURL = layers.value(.serverURL)?.text
        caFile = layers.value(.caFile)?.text
        proxy = layers.value(.proxy)?.text
        name = layers.value(.name)?.text
        guid = layers.value(.guid)?.text
        verifyTLS = try layers.truth(.verifyTLS) ?? verifyTLS
        allowInsecureHTTP = try layers.truth(.allowInsecureHTTP) ?? allowInsecureHTTP
        heartbeatInterval =
            try layers.wholeNumber(.heartbeatInterval, in: 1...60).map { .seconds($0) } ?? heartbeatInterval
        claimWait = try layers.wholeNumber(.claimWait, in: 0...50) ?? claimWait
        let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]
        logLevel = try layers.oneOf(.logLevel, levels) ?? logLevel
        let format = try layers.oneOf(.logFormat, LogFormat.allCases.map(\.rawValue))
        logFormat = format.flatMap(LogFormat.init) ?? logFormat
        passphrase = environment["SAFELIGHT_AGENT_PASSPHRASE"].flatMap { $0.isEmpty ? nil : Secret($0) }
        roots = environment["SAFELIGHT_AGENT_ROOTS"].map { $0.split(separator: ":").map(String.init) } ?? file.roots
    }
}

/// Finds a setting's value and remembers where it came from, for messages.
private struct SettingLayers {
    let file: ConfigFile
    let environment: [String: String]
    let flags: [ConfigFile.Key: String]
    let path: String

    func value(_ key: ConfigFile.Key) -> (text: String, origin: String)? {
        if let text = flags[key] { return (text, "the command line") }
        if let text = environment[key.environmentName], !text.isEmpty { return (text, key.environmentName) }
        return file.values[key].map { ($0.text, "\(path), line \($0.line)") }
    }

    func truth(_ key: ConfigFile.Key) throws -> Bool? {
        guard let (text, origin) = value(key) else { return nil }
        switch text.lowercased() {
        case "true", "1", "yes": return true
        case "false", "0", "no": return false
        default: throw wrong(key, origin, "true or false", text)
        }
    }

    func wholeNumber(_ key: ConfigFile.Key, in range: ClosedRange<Int>) throws -> Int? {
        guard let (text, origin) = value(key) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw wrong(key, origin, "a whole number from \(range.lowerBound) to \(range.upperBound)", text)
        }
        return number
    }

    func oneOf(_ key: ConfigFile.Key, _ choices: [String]) throws -> String? {
        guard let (text, origin) = value(key) else { return nil }
        guard choices.contains(text) else { throw wrong(key, origin, choices.joined(separator: ", "), text) }
        return text
    }

    private func wrong(_ key: ConfigFile.Key, _ origin: String, _ right: String, _ text: String) -> AgentError {
        ConfigFile.invalid("\(origin): `\(key.rawValue)` is \"\(text)\"; it must be \(right).")
    }
}

extension ConfigFile.Key {
    /// The variable that overrides the file.
    public var environmentName: String {
        switch self {
        case .serverURL: "SAFELIGHT_AGENT_SERVER"
        case .verifyTLS: "SAFELIGHT_AGENT_VERIFY_TLS"
        case .allowInsecureHTTP: "SAFELIGHT_AGENT_ALLOW_INSECURE_HTTP"
        case .caFile: "SAFELIGHT_AGENT_CA_FILE"
        case .proxy: "SAFELIGHT_AGENT_PROXY"
        case .name: "SAFELIGHT_AGENT_NAME"
        case .guid: "SAFELIGHT_AGENT_GUID"
        case .heartbeatInterval: "SAFELIGHT_AGENT_HEARTBEAT_INTERVAL"
        case .claimWait: "SAFELIGHT_AGENT_CLAIM_WAIT"
        case .logLevel: "SAFELIGHT_AGENT_LOG_LEVEL"
        case .logFormat: "SAFELIGHT_AGENT_LOG_FORMAT"
        }
    }
}
