import TestSupport
import Testing

@testable import AgentCommands

/// Configuration files as people write them, and as they should not be.
@Suite struct AnalyzeConfigurationTests {
    private static func bomb() -> String {
        let levels = (1...9).map { level in
            "l\(level): &l\(level) [" + Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", ") + "]"
        }
        return "l0: &l0 [x]\n" + levels.joined(separator: "\n") + "\n"
    }

    @Test(
        .proves("FR-540.12"),
        arguments: [
            ("photo_extensions:\n\t- .dng\n", "line 2"),
            ("photo_extensions: [.dng]\nphoto_extensions: [.cr3]\n", "line 2"),
            ("photo_extensions: .dng\n", "line 1, column 19: photo_extensions must be a list"),
            ("photo_extensions: [*none]\n", "line 1"),
            ("require_sidecar: [a.b]\n", "line 1"),
            ("[.dng]\n", "line 1"),
            ("a: b\n--- \nc: d\n", "line 2"),
            (bomb(), "with its aliases expanded"),
        ]) func aConfigurationThatCannotBeUsedIs78(yaml: String, words: String) async throws
    {
        let photos = try PhotoFolder(["a.dng"])
        let config = try photos.write(yaml, to: "bad.yaml")
        let run = await photos.analyze(["--config", config])
        #expect(run.code == 78)
        #expect(run.out.isEmpty)
        #expect(run.notes.hasPrefix("Error: \(config)"))
        #expect(run.notes.contains(words), "\(run.notes)")
    }

    @Test func aHugeFileIsNotEvenRead() async throws {
        let photos = try PhotoFolder(["a.dng"])
        let run = await photos.analyze(["--config", "/dev/zero"])
        #expect(run.code == 78)
        #expect(run.notes.contains("/dev/zero is larger than 1 MiB"))
    }

    @Test func aFolderAndAMissingFileAreMissingInput() async throws {
        let photos = try PhotoFolder(["a.dng"])
        let folder = await photos.analyze(["--config", photos.path])
        #expect(folder.code == 66)
        #expect(folder.notes.contains("\(photos.path) cannot be read") && folder.notes.contains("It is a folder."))
        let missing = await photos.analyze(["--config", photos.beside("none.yaml")])
        #expect(missing.code == 66)
        #expect(missing.notes.contains(photos.beside("none.yaml")))
    }

    @Test func anchorsAreReadAndUnknownKeysWarnWithTheirLine() async throws {
        let photos = try PhotoFolder(["a.jpg", "b.jpg"])
        let config = try photos.write(
            "photo_extensions: &all [.jpg]\nrequire_sidecar: *all\nphoto_extension: [.x]\n", to: "studio.yaml")
        let run = await photos.analyze(["--json", "-"], environment: ["SAFELIGHT_AGENT_CONFIG": config])
        #expect(run.code == 1)
        #expect(run.out.contains(#""orphaned_images_count":2"#))
        #expect(run.notes.contains("Warning: \(config), line 3: the setting photo_extension is unknown"))
    }

    @Test func aTerminalIsNeverSpokenToInTheWordsOfAFile() async throws {
        let photos = try PhotoFolder(["a.dng", "\u{1B}[2Jb.cr3", "\u{202E}c.cr3"])
        let run = await photos.analyze(["--config", try photos.write("\"\\e]0;x\\a\": 1\n", to: "c.yaml")]) {
            $0.isTerminal = true
            $0.isColoured = true
        }
        #expect(run.out.contains("\\x1B[2Jb.cr3") && run.out.contains("\\u{202E}c.cr3"))
        #expect(!(run.out + run.notes).contains("\u{1B}[2J") && !run.notes.contains("\u{1B}]"))
    }
}
