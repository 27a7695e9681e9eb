import TestSupport
import Testing

@testable import AgentCommands

/// Commands as people run them, with their output caught.
@Suite struct CommandLineTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(_ arguments: [String], environment: [String: String] = [:]) async -> CommandRun {
        await CommandRun.of(arguments, home: folder.path + "/home", environment: environment)
    }

    @Test(arguments: [["status"], ["start"], ["self-test"]]) func withoutARegistrationItSaysWhatToDo(
        arguments: [String]
    ) async {
        let outcome = await run(arguments)
        #expect(outcome.code == 78)
        #expect((outcome.notes + outcome.out).contains("safelight-agent register"))
    }

    @Test(.proves("SL-1")) func rootsAreAddedListedAndRemoved() async {
        #expect(await run(["roots", "add", folder.path]).code == 0)
        #expect(await run(["roots", "list"]).out == folder.path + "\n")
        #expect(await run(["capabilities"]).out.contains("local_filesystem"))
        #expect(await run(["roots", "remove", folder.path]).code == 0)
        #expect(await run(["roots"]).out.isEmpty)
        #expect(await run(["roots", "remove", folder.path]).code == 66)
        #expect(await run(["roots", "add", folder.path + "/none"]).code == 66)
    }

    @Test(.proves("NFR-300.3")) func plainHTTPToAnotherMachineIsRefused() async {
        let outcome = await run(["register", "--server", "http://192.0.2.1", "--token", "art_x", "--name", "n"])
        #expect(outcome.code == 78)
        #expect(outcome.notes.contains("--allow-insecure-http"))
    }

    @Test func aServerThatIsAwayIsUnavailable() async {
        let outcome = await run(["register", "--server", "http://127.0.0.1:1", "--token", "art_x", "--name", "n"])
        #expect(outcome.code == 69)
        #expect(outcome.out.isEmpty)
        #expect(outcome.notes.contains("127.0.0.1:1"))
    }

    @Test(arguments: [
        ["register"], ["analyze", "/", "--tool", "photo_parring"], ["analyze", "/"], ["nonsense"],
        ["register", "--server", "ftp://x", "--token", "art_x", "--name", "n"], ["version", "--format", "xml"],
    ]) func wrongUseIs64(arguments: [String]) async {
        let outcome = await run(arguments)
        #expect(outcome.code == 64)
        #expect(outcome.out.isEmpty && !outcome.notes.isEmpty)
    }

    @Test(.proves("FR-520.1")) func versionTellsItsOwnChecksum() async {
        let outcome = await run(["version", "--format", "json"])
        #expect(outcome.code == 0)
        #expect(outcome.out.contains(#""checksum":"#) && outcome.out.contains(#""platform":"linux-"#))
    }

    @Test func helpIsData() async {
        let outcome = await run(["--help"])
        #expect(outcome.code == 0)
        #expect(outcome.out.contains("safelight-agent register --server"))
        #expect(outcome.notes.isEmpty)
    }

    @Test func aWrongVariableIsNamed() async {
        let outcome = await run(["capabilities"], environment: ["SAFELIGHT_AGENT_CLAIM_WAIT": "soon"])
        #expect(outcome.code == 78)
        #expect(outcome.notes.contains("SAFELIGHT_AGENT_CLAIM_WAIT") && outcome.notes.contains("agent.claim_wait"))
    }
}
