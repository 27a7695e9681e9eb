import AgentRuntime
import ArgumentParser

/// How a command's data looks.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
}

/// Options that every command takes.
struct SharedOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder in which the agent keeps its settings and key (SAFELIGHT_AGENT_HOME).", valueName: "dir"))
    var home: String?

    @Option(help: "How data is printed: text or json (SAFELIGHT_AGENT_FORMAT).")
    var format: OutputFormat?

    var environment: [String: String] { CommandContext.current.environment }

    var agentHome: AgentHome {
        let named = home ?? setting("SAFELIGHT_AGENT_HOME")
        return named.map { AgentHome(path: $0, environment: environment) } ?? .standard(environment: environment)
    }

    /// Whether data is printed as JSON.
    func wantsJSON() throws -> Bool {
        if let format { return format == .json }
        guard let text = setting("SAFELIGHT_AGENT_FORMAT") else { return false }
        guard let format = OutputFormat(rawValue: text) else {
            throw ValidationError("SAFELIGHT_AGENT_FORMAT is \"\(text)\"; it must be text or json.")
        }
        return format == .json
    }

    /// A variable that is set and not empty.
    func setting(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A variable that is true or false.
    func truth(_ name: String) throws -> Bool {
        switch setting(name)?.lowercased() {
        case nil, "0", "false", "no": return false
        case "1", "true", "yes": return true
        case .some(let text): throw ValidationError("\(name) is \"\(text)\"; it must be true or false.")
        }
    }

    /// The settings, with a command's flags on top.
    func settings(_ flags: [ConfigFile.Key: String] = [:]) throws -> AgentSettings {
        let home = agentHome
        let file = try ConfigFile.load(home)
        for warning in file.warnings { CommandContext.current.say("Warning: \(warning).") }
        return try AgentSettings(file: file, environment: environment, flags: flags, path: home.configFile)
    }
}
