import Domain
import TestSupport
import Testing

@testable import AgentRuntime

@Suite struct AgentHomeTests {
    private let folder: TemporaryFolder
    private let home: AgentHome

    init() throws {
        folder = try TemporaryFolder()
        home = AgentHome(path: folder.path + "/home/", environment: [:])
    }

    private func settings(
        _ yaml: String, environment: [String: String] = [:], flags: [ConfigFile.Key: String] = [:]
    ) throws -> AgentSettings {
        try home.prepare()
        try DurableFile.write(Array(yaml.utf8), to: home.configFile, mode: 0o600)
        return try AgentSettings(
            file: try ConfigFile.load(home), environment: environment, flags: flags, path: home.configFile)
    }

    @Test func theKeyIsForItsOwnerOnly() throws {
        #expect(throws: AgentError.self) { try home.readKey() }
        try home.storeKey(Fixture.key)
        #expect(try home.readKey() == Fixture.key)
        try DurableFile.write(Array(Fixture.key.utf8), to: home.keyFile, mode: 0o644)
        let error = #expect(throws: AgentError.self) { try home.readKey() }
        #expect(error?.message.contains("chmod 600 \(home.keyFile)") == true)
    }

    @Test func oneAgentAHome() throws {
        var lock: HomeLock? = try HomeLock(home)
        #expect(HomeLock.isHeld(home))
        let error = #expect(throws: AgentError.self) { try HomeLock(home) }
        #expect(error?.code == "already_running")
        withExtendedLifetime(lock) {}
        lock = nil
        #expect(!HomeLock.isHeld(home))
    }

    @Test func flagBeatsEnvironmentBeatsFileBeatsDefault() throws {
        let yaml = "agent:\n  name: file\n  claim_wait: 7\n"
        let environment = ["SAFELIGHT_AGENT_NAME": "variable", "SAFELIGHT_AGENT_CLAIM_WAIT": ""]
        #expect(try settings(yaml).name == "file")
        #expect(try settings(yaml, environment: environment).name == "variable")
        #expect(try settings(yaml, environment: environment, flags: [.name: "flag"]).name == "flag")
        #expect(try settings(yaml, environment: environment).claimWait == 7)
        #expect(try settings("").claimWait == 25)
    }

    @Test(arguments: [
        ("agent:\n  claim_wait: 51\n", "line 2"), ("server:\n  verify_tls: perhaps\n", "line 2"),
        ("roots: /photos\n", "line 1"), ("agent: [a]\n", "line 1"), ("agent:\n  name: [a]\n", "line 2"),
    ]) func aWrongValueIsNamedWithItsLine(yaml: String, place: String) {
        let error = #expect(throws: AgentError.self) { try settings(yaml) }
        #expect(error?.exit == .configuration)
        #expect(error?.message.contains(place) == true, "\(error?.message ?? "")")
    }

    @Test func whatIsSavedIsReadBack() throws {
        var file = ConfigFile()
        file[.serverURL] = "https://photos.example.org"
        file[.name] = "true: \"é\" #1"
        file.roots = ["/photos", "/a b/'c'"]
        try file.save(home)
        let again = try ConfigFile.load(home)
        #expect(again[.serverURL] == file[.serverURL] && again[.name] == file[.name] && again.roots == file.roots)
    }

    @Test(arguments: [
        "", "photos", "ftp://x", "https://", "https://a:99999", "https://u@h", "http://a b", "https://h?x",
    ])
    func whatIsNoAddressIsRefused(text: String) {
        #expect(throws: AgentError.self) { try ServerAddress(text) }
    }

    @Test(.proves("NFR-300.3")) func onlyLoopbackGoesInClear() throws {
        for text in ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:1", "https://example.org"] {
            try ServerAddress(text).requireEncryption(unless: false)
        }
        for text in ["http://example.org", "http://127.evil.org", "http://10.0.0.1"] {
            #expect(throws: AgentError.self) { try ServerAddress(text).requireEncryption(unless: false) }
            try ServerAddress(text).requireEncryption(unless: true)
        }
        #expect(try ServerAddress("HTTPS://h:8443/base/").path("/ws/x") == "/base/ws/x")
    }
}
