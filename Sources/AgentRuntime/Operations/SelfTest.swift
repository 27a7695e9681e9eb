import Domain
import Wire

/// Looks for what keeps an agent from working, and says how to mend it.
public struct SelfTest: Sendable {
    /// One thing that was looked at.
    public struct Finding: Hashable, Sendable {
        /// How it stands.
        public enum Verdict: String, Sendable {
            case good, warning, bad
        }

        /// What was looked at: `server`, `clock`, `roots`, `disk`, `version`, `sources`.
        public let check: String
        /// How it stands.
        public let verdict: Verdict
        /// What was found.
        public let message: String
        /// What to do about it; nil where all is well.
        public let mend: String?
        /// What a command ends with because of it.
        public let exit: AgentError.Exit

        init(
            _ check: String, _ verdict: Verdict, _ message: String, mend: String? = nil,
            exit: AgentError.Exit = .configuration
        ) {
            self.check = check
            self.verdict = verdict
            self.message = message
            self.mend = mend
            self.exit = exit
        }
    }

    /// Clocks that differ by more than this confuse people who read logs.
    private static let clockTolerance = 5.0
    private static let littleSpaceGB = 1.0
    let home: AgentHome
    let settings: AgentSettings
    let time: any TimeSource

    /// A test of a home with its settings.
    public init(home: AgentHome, settings: AgentSettings, time: any TimeSource = SystemTime()) {
        self.home = home
        self.settings = settings
        self.time = time
    }

    /// Runs all checks.
    public func run() async -> [Finding] {
        await server() + roots() + [disk()] + sources()
    }

    private func server() async -> [Finding] {
        do {
            let client = try AgentClient(settings: settings, key: try home.readKey())
            let asked = time.now()
            do {
                let agent = try await client.me()
                await client.close()
                return answered(agent, asked: asked, answered: time.now(), client.address)
            } catch {
                await client.close()
                throw error
            }
        } catch let error as ServerError {
            return [unreachable(error)]
        } catch let error as AgentError {
            return [Finding("server", .bad, error.message, exit: error.exit)]
        } catch {
            return [Finding("server", .bad, "\(error)", mend: "Check `server.url` in \(home.configFile).")]
        }
    }

    private func unreachable(_ error: ServerError) -> Finding {
        let mend =
            error.isFinal
            ? "Register again with `safelight-agent register`."
            : "Check that the server runs, that its address is right, and that no firewall stands in between."
        return Finding("server", .bad, error.message, mend: mend, exit: error.asExit.exit)
    }

    private func answered(
        _ agent: AgentSelf, asked: Timestamp, answered: Timestamp, _ address: ServerAddress
    ) -> [Finding] {
        let took = (answered - asked).wholeMilliseconds
        var findings = [Finding("server", .good, "\(address) answered in \(took) ms as \(agent.name).")]
        // The server read its clock about half way between.
        let skew = (agent.serverTime - (asked + .milliseconds(took / 2))).inSeconds
        if skew.magnitude > Self.clockTolerance {
            let words =
                "This machine's clock is \(Int(skew.magnitude)) s \(skew > 0 ? "behind" : "ahead of") the server's."
            findings.append(
                Finding("clock", .warning, words, mend: "Turn on time synchronisation, for example systemd-timesyncd."))
        } else {
            findings.append(Finding("clock", .good, "The clocks agree."))
        }
        if agent.serverVersion == SafelightVersion.current {
            findings.append(Finding("version", .good, "Agent and server are both \(agent.serverVersion)."))
        } else {
            findings.append(
                Finding(
                    "version", .warning, "The agent is \(SafelightVersion.current), the server \(agent.serverVersion).",
                    mend: "Install the agent that belongs to the server's release."))
        }
        return findings
    }

    private func roots() -> [Finding] {
        if settings.roots.isEmpty {
            return [
                Finding(
                    "roots", .bad, "There is no authorised root: this agent can read no local collection.",
                    mend: "Run `safelight-agent roots add PATH`.")
            ]
        }
        return settings.roots.map { root in
            do {
                let folder = try RootFolders.canonical(root)
                if RootFolders.isReadable(folder) { return Finding("roots", .good, "\(root) can be read.") }
                return Finding(
                    "roots", .bad, "\(root) may not be read by this user.",
                    mend: "Give the user that runs the agent read permission, or run the agent as its owner.")
            } catch {
                return Finding(
                    "roots", .bad, "\(error)",
                    mend: "Connect its disk, or run `safelight-agent roots remove \(root)`.", exit: .missingInput)
            }
        }
    }

    /// What only some machines can read.
    private func sources() -> [Finding] {
        if Capabilities.lacks.isEmpty { return [Finding("sources", .good, "SMB shares can be read.")] }
        return Capabilities.lacks.map { Finding("sources", .good, $0) }
    }

    private func disk() -> Finding {
        guard let free = MachineMetrics.freeGB(at: home.path) else {
            return Finding("disk", .bad, "\(home.path) is not there.", mend: "Register the agent, or name its --home.")
        }
        guard free >= Self.littleSpaceGB else {
            return Finding(
                "disk", .bad, "Only \(free) GB are free at \(home.path): results may find no room.",
                mend: "Free some space.", exit: .cannotCreate)
        }
        return Finding("disk", .good, "\(free) GB are free at \(home.path).")
    }
}
