import Configuration
import Coordinator
import Domain
import FoundationEssentials
import Logging
import Server
import TestDatabases
import TestSupport
import Wire

@testable import AgentRuntime

/// A whole installation in one process: the real server behind a real port, and a person who works with it.
final class Studio: Sendable {
    let place: TestPlace
    let coordinator: Coordinator
    let address: String
    let owner: UserCaller

    private init(_ place: TestPlace, _ coordinator: Coordinator, _ address: String, _ owner: UserCaller) {
        self.place = place
        self.coordinator = coordinator
        self.address = address
        self.owner = owner
    }

    /// A folder for all that belongs to the story.
    var folder: TemporaryFolder { place.folder }

    /// Runs a story against a fresh server, which ends with it: on each engine, one after the other.
    static func open(time: any TimeSource = SystemTime(), _ story: @escaping @Sendable (Studio) async throws -> Void)
        async throws
    {
        for engine in TestEngine.all {
            try await engine.withPlace { place in try await open(place, time: time, story) }
        }
    }

    private static func open(
        _ place: TestPlace, time: any TimeSource, _ story: @escaping @Sendable (Studio) async throws -> Void
    ) async throws {
        try await serve(place, time: time) { coordinator, address in
            _ = try await coordinator.accounts.createTeam(name: "Studio")
            _ = try await coordinator.accounts.createUser(
                team: "Studio", email: "ann@example.org", name: "Ann", role: .administrator, password: "a long password"
            )
            let owner = try await coordinator.accounts.person(team: "Studio", email: nil)
            try await story(Studio(place, coordinator, address, owner))
        }
    }

    /// Runs a part of a story against a server on a place that may have been used before.
    static func serve(
        _ place: TestPlace, time: any TimeSource = SystemTime(), port: Int = 0,
        _ part: @escaping @Sendable (Coordinator, String) async throws -> Void
    ) async throws {
        var settings = ["data_dir": place.folder.path + "/server", "port": String(port), "log_level": "critical"]
        if let url = place.url { settings.merge(["database_url": url, "database_connections": "4"]) { $1 } }
        let values = settings.map {
            (AbsoluteConfigKey(["safelight", $0.key]), ConfigValue(.string($0.value), isSecret: false))
        }
        let reader = ConfigReader(provider: InMemoryProvider(values: Dictionary(uniqueKeysWithValues: values)))
        let installation = try await ServerInstallation.open(
            try ServerConfiguration(reader, homeDirectory: nil), masterKey: nil, migrates: true, logger: quiet,
            time: time)
        let (addresses, listening) = AsyncStream.makeStream(of: String.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await ServerProcess(installation, endingSignals: []).run { listening.yield($0) }
            }
            var iterator = addresses.makeAsyncIterator()
            let address = await iterator.next() ?? ""
            group.addTask { try await part(installation.coordinator, address) }
            // Only the part ends by itself.
            try await group.next()
            group.cancelAll()
            // What a cancelled server says on its way out is not the story's matter.
            while let ended = await group.nextResult() { _ = ended }
        }
        try await installation.close()
    }

    /// Says nothing below critical.
    static var quiet: Logger {
        var logger = Logger(label: "scenario")
        logger.logLevel = .critical
        return logger
    }

    /// Registers an agent that may read some folders.
    func agent(_ name: String, roots: [String]) async throws -> Worker {
        let token = try await coordinator.registration.createToken(name: name, by: owner).token ?? ""
        return try await Worker.register(name, home: folder.path + "/agent-\(name)", address, token, roots)
    }

    /// A LOCAL collection of a folder.
    func collection(_ name: String, _ path: String, on worker: Worker) async throws -> CollectionDTO {
        try await coordinator.collections.create(
            CreateCollectionRequest(name: name, type: .local, location: path, boundAgentGuid: worker.guid), by: owner)
    }

    /// A folder with files of some bytes, by relative path.
    func archive(_ name: String, _ files: [String: Int]) throws -> String {
        let root = folder.path + "/" + name
        for (path, size) in files {
            let file = root + "/" + path
            let parent = file.split(separator: "/").dropLast().joined(separator: "/")
            try FileManager.default.createDirectory(atPath: "/" + parent, withIntermediateDirectories: true)
            try Data(repeating: 1, count: size).write(to: URL(fileURLWithPath: file))
        }
        return root
    }

    /// The job, once it has one of the statuses; told by events, not by looking again and again.
    func job(_ guid: String, until statuses: JobStatus...) async throws -> JobDTO {
        let events = coordinator.context.events.subscribe(team: owner.team.rowID)
        defer { events.cancel() }
        let now = try await coordinator.jobs.get(guid, for: owner)
        if statuses.contains(now.status) { return now }
        for await event in events {
            guard case .jobStatus(_, let job, let status, _) = event, job.description == guid, statuses.contains(status)
            else { continue }
            return try await coordinator.jobs.get(guid, for: owner)
        }
        throw CancellationError()
    }
}

/// An agent of the studio.
struct Worker: Sendable {
    let guid: String
    let home: AgentHome
    let settings: AgentSettings

    static func register(_ name: String, home path: String, _ address: String, _ token: String, _ roots: [String])
        async throws -> Worker
    {
        let home = AgentHome(path: path, environment: [:])
        var settings = AgentSettings()
        settings.serverURL = address
        settings.name = name
        settings.roots = roots
        let outcome = try await Registration(home: home, settings: settings, identity: identity).run(token: token)
        return Worker(guid: outcome.guid, home: home, settings: settings)
    }

    /// The agent's process, with the work of a test in place of the analysis if one is given.
    func runtime(work: (@Sendable (AgentContext) -> any AttemptWork)? = nil) throws -> AgentRuntime {
        let roots = settings.roots
        return try AgentRuntime(
            home: home, settings: settings, key: try home.readKey(), identity: Self.identity, logger: Studio.quiet,
            roots: { roots }, time: SystemTime(), random: SystemRandom(), work: work)
    }

    private static let identity = AgentIdentity(
        version: SafelightVersion.current, platform: AgentIdentity.platformName, hostname: "workstation",
        osInfo: "test",
        binaryChecksum: Checksum(of: Array("agent".utf8)).description)
}
