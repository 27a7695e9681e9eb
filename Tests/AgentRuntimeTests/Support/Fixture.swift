import Domain
import Logging
import Synchronization
import TestSupport
import Wire

@testable import AgentRuntime

/// An agent's home and surroundings for one test, against a fake server.
struct Fixture: Sendable {
    static let key = "agt_key_" + String(repeating: "k", count: 43)
    static let secret = Array("a secret of thirty-two bytes, ok".utf8)
    static let jobID = "job_01890000000000000000000001"

    let server: FakeServer
    let folder: TemporaryFolder
    let home: AgentHome
    let time: ManualTime
    let identity = AgentIdentity(
        version: "9.8.7", platform: "linux-amd64", hostname: "box", osInfo: "An OS 1",
        binaryChecksum: String(repeating: "a", count: 64))
    var settings: AgentSettings
    /// Log lines, the message only.
    let log = Recorder<String>()

    init(_ server: FakeServer) throws {
        self.server = server
        folder = try TemporaryFolder()
        home = AgentHome(path: folder.path + "/home", environment: [:])
        try home.prepare()
        time = ManualTime()
        settings = AgentSettings()
        settings.serverURL = server.url
        settings.name = "studio"
        // A busy machine may take its time; what is then tried again would wait for a clock that nobody moves.
        settings.leastTimeLimit = .seconds(3600)
        settings.roots = [folder.path + "/photos"]
        server.on(AgentRoutes.heartbeat) { _ in Self.heartbeatReply() }
        server.on(AgentRoutes.disconnect) { _ in .json(["acknowledged": true]) }
        server.on(AgentRoutes.progress) { _ in .json(["acknowledged": true, "cancelled": false]) }
        server.on(AgentRoutes.complete) { _ in .json(["result_guid": nil, "acknowledged": true]) }
    }

    static func heartbeatReply(cancel: [JSONValue] = []) -> FakeServer.Reply {
        .json([
            "acknowledged": true, "server_time": "2026-01-02T03:04:05.678Z", "cancel_job_guids": .array(cancel),
            "paused": false,
        ])
    }

    var logger: Logger {
        let log = log
        return Logger(label: "test") { _ in RecordingLogHandler(log: log) }
    }

    func context() throws -> AgentContext {
        AgentContext(
            client: try AgentClient(settings: settings, key: Self.key), settings: settings, identity: identity,
            home: home, time: time, random: RepeatableRandom(), logger: logger, state: AgentState(),
            roots: { [roots = settings.roots] in roots },
            credentials: CredentialCache(CredentialStore(home, passphrase: settings.passphrase)))
    }

    func runtime(work: (@Sendable (AgentContext) -> any AttemptWork)? = nil) throws -> AgentRuntime {
        try AgentRuntime(
            home: home, settings: settings, key: Self.key, identity: identity, logger: logger,
            roots: { [roots = settings.roots] in roots }, time: time, random: RepeatableRandom(), work: work)
    }

    /// An assignment as JSON, for a folder below this fixture's.
    static func job(_ location: String, attempt: Int = 1, previousFiles: Int64? = nil) -> JSONValue {
        let previous: JSONValue =
            previousFiles.map {
                ["result_guid": "res_01890000000000000000000001", "total_files": .integer($0), "fingerprint": nil]
            } ?? nil
        return [
            "guid": .string(jobID), "tool": "photostats", "attempt": .integer(Int64(attempt)), "lease_seconds": 90,
            "collection": [
                "guid": "col_01890000000000000000000001", "name": "Holidays", "type": "LOCAL",
                "location": .string(location),
            ],
            "pipeline": nil, "parameters": [:],
            "websocket_url": .string("/ws/agent/jobs/\(jobID)/progress"),
            "signing_secret": .string(Base64URL.encode(secret)),
            "config_url": .string("/api/jobs/\(jobID)/config"), "connector": nil, "previous": previous,
        ]
    }

    /// Hands a job out once; later claims are held until the test is over.
    func handOut(_ job: JobAssignment) {
        let isGiven = Mutex(false)
        server.on(AgentRoutes.claim) { _ in
            let first = isGiven.withLock { given in
                defer { given = true }
                return !given
            }
            if first { return FakeServer.Reply(body: WireJSON.encode(ClaimResponse(job: job))) }
            return await Self.held()
        }
    }

    /// Never answers; ends with the test.
    static func held() async -> FakeServer.Reply {
        do { _ = try await OneShot<Void>().wait() } catch { return .cut }
        return .cut
    }
}

/// Keeps the messages of log lines.
private struct RecordingLogHandler: LogHandler {
    let log: Recorder<String>
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { log.append(event.message.description) }
}
