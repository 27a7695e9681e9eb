import Domain
import Logging
import Wire

/// What an agent is: on this machine, and as the server sees it.
public struct AgentOverview: Sendable {
    /// The agent's guid; nil before it registers.
    public let guid: String?
    /// Its name.
    public let name: String?
    /// The server's address as it was given.
    public let server: String?
    /// Where it keeps its things.
    public let home: String
    /// Whether an agent runs on the home now.
    public let isRunning: Bool
    /// Folders that jobs may read.
    public let roots: [String]
    /// Finished results that wait for the server.
    public let waitingResults: Int
    /// What the server said.
    public let remote: Result<AgentSelf, AgentError>

    /// Looks at the home and asks the server.
    /// - Throws: `AgentError` where the home or its key cannot be read.
    public static func take(home: AgentHome, settings: AgentSettings) async throws -> AgentOverview {
        let key = try home.readKey()
        let client = try AgentClient(settings: settings, key: key)
        let remote: Result<AgentSelf, AgentError>
        do {
            remote = .success(try await client.me())
        } catch let error as ServerError {
            remote = .failure(error.asExit)
        }
        await client.close()
        return AgentOverview(
            guid: settings.guid, name: settings.name, server: settings.serverURL, home: home.path,
            isRunning: HomeLock.isHeld(home), roots: settings.roots, waitingResults: Spool.count(in: home.spoolFolder),
            remote: remote)
    }

    /// The overview for programs.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "guid": JSONValue(guid), "name": JSONValue(name), "server": JSONValue(server), "home": .string(home),
            "running": .bool(isRunning), "roots": JSONValue(roots), "waiting_results": .integer(Int64(waitingResults)),
            "lacks": JSONValue(Capabilities.lacks),
        ]
        switch remote {
        case .success(let agent):
            members["status"] = .string(agent.status.rawValue)
            members["paused"] = .bool(agent.paused)
            members["current_job_guid"] = JSONValue(agent.currentJobGuid)
            members["team_guid"] = .string(agent.teamGuid)
            members["server_version"] = .string(agent.serverVersion)
        case .failure(let error):
            members["error"] = ["code": .string(error.code), "message": .string(error.message)]
        }
        return .object(members)
    }

    /// The overview for people, a line each.
    public var lines: [String] {
        var lines = [
            "Agent    \(name ?? "without a name") \(guid ?? "")", "Server   \(server ?? "none")", "Home     \(home)",
            "Running  \(isRunning ? "yes" : "no")",
            "Roots    \(roots.isEmpty ? "none" : roots.joined(separator: ", "))",
        ]
        lines += Capabilities.lacks.map { "Lacks    \($0)" }
        if waitingResults > 0 { lines.append("Waiting  \(waitingResults) finished result(s) for the server") }
        if case .success(let agent) = remote {
            lines.append("Status   \(agent.status.rawValue)\(agent.paused ? ", paused" : "")")
            lines.append("Job      \(agent.currentJobGuid ?? "none")")
        }
        return lines
    }
}
