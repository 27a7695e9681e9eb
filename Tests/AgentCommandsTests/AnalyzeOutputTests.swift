import TestSupport
import Testing

@testable import AgentCommands

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where results and report go.
@Suite struct AnalyzeOutputTests {
    @Test(.proves("FR-540.12")) func filesAreWrittenAndSpokenOf() async throws {
        let photos = try PhotoFolder(["a.dng"])
        let run = await photos.analyze([
            "--output", photos.beside("report.html"), "--json", photos.beside("results.json"),
        ])
        #expect(run.code == 0)
        #expect(photos.read("report.html")?.hasPrefix("<!") == true)
        #expect(photos.read("results.json")?.hasSuffix("}\n") == true)
        #expect(run.notes.contains("The report is in \(photos.beside("report.html")).\n"))
        #expect(run.notes.contains("The results are in \(photos.beside("results.json")).\n"))
        #expect(try photos.names() == ["photos", "report.html", "results.json"])
    }

    @Test func withJSONOnStdoutThereIsNothingElse() async throws {
        let photos = try PhotoFolder(["a.dng", "b.cr3"])
        for arguments in [["--json", "-"], ["--format", "json"]] {
            let run = await photos.analyze(arguments) { $0.isTerminal = true }
            #expect(run.code == 1)
            #expect(run.out.hasPrefix("{\"case_collisions\":") && run.out.hasSuffix("}\n"))
            #expect(run.out.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
        }
    }

    @Test(arguments: ["none/report.html", "photos", "photos/", "photos/a.dng/report.html"])
    func aPlaceThatCannotBeWrittenIs73BeforeAnyWork(name: String) async throws {
        let photos = try PhotoFolder(["a.dng"])
        for flag in ["--output", "--json"] {
            let run = await photos.analyze([flag, photos.beside(name)])
            #expect(run.code == 73)
            #expect(run.notes.contains("\(photos.beside(name)) cannot be written"))
            #expect(!run.notes.contains("Listing"))
        }
        #expect(try photos.names() == ["photos"])
    }

    @Test func oneFileCannotBeBoth() async throws {
        let photos = try PhotoFolder(["a.dng"])
        let config = try photos.write("photo_extensions: [.dng]\n", to: "config.yaml")
        let link = try photos.link("link", to: photos.folder.path)
        let same = await photos.analyze(["--output", photos.beside("x"), "--json", "\(link)/./x"])
        #expect(same.code == 64 && same.notes.contains("name one file"))
        let stdout = await photos.analyze(["--output", "-"])
        #expect(stdout.code == 64 && stdout.notes.contains("--output needs a file"))
        let lost = await photos.analyze(["--config", config, "--json", config])
        #expect(lost.code == 64 && lost.notes.contains("it would be lost"))
        #expect(photos.read("config.yaml") == "photo_extensions: [.dng]\n")
    }

    @Test(arguments: ["--output", "--json"]) func noPhotoIsWrittenOver(flag: String) async throws {
        let photos = try PhotoFolder(["a.dng"])
        let original = try photos.write("raw", to: "photos/b.CR3")
        let link = try photos.link("report.html", to: "photos/b.CR3")
        for name in [original, link] {
            let run = await photos.analyze([flag, name])
            #expect(run.code == 64 && run.notes.contains("it would be lost"))
            #expect(!run.notes.contains("Listing"))
        }
        #expect(photos.read("photos/b.CR3") == "raw")
        #expect(await photos.analyze([flag, photos.beside("new.dng")]).code == 1)
    }

    @Test(arguments: ["--output", "--json", "--config"]) func anEmptyNameIsWrongUse(flag: String) async throws {
        let photos = try PhotoFolder(["a.dng"])
        let run = await photos.analyze([flag, ""])
        #expect(run.code == 64 && run.notes.contains("\(flag) is empty. Name a file."))
        #expect(await photos.analyze(path: "").notes.contains("PATH is empty. Name a folder."))
    }

    @Test func wrongUseIsAnsweredWithTheUsageOfThisCommand() async throws {
        let photos = try PhotoFolder(["a.dng"])
        let run = await photos.analyze(["--output", "-"])
        #expect(run.notes.contains("\nUsage: safelight-agent analyze "))
        let hostile = await photos.analyze(["--tool", "a\u{1B}[31m"])
        #expect(hostile.code == 64 && hostile.notes.contains("\\x1B[31m") && !hostile.notes.contains("\u{1B}"))
    }

    @Test func aLinkToAFileThatIsYetToBeStays() async throws {
        let photos = try PhotoFolder(["a.dng"])
        let link = try photos.link("latest.html", to: photos.beside("second"))
        _ = try photos.link("second", to: "photos/../report.html")
        #expect(await photos.analyze(["--output", link]).code == 0)
        #expect(photos.read("report.html")?.hasPrefix("<!") == true)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == photos.beside("second"))
        #expect(try photos.names() == ["latest.html", "photos", "report.html", "second"])
        for target in ["none/report.html", "none/", "lost"] {
            let lost = try photos.link("lost", to: target)
            let run = await photos.analyze(["--json", lost])
            #expect(run.code == 73 && run.notes.contains("\(lost) cannot be written"))
            try FileManager.default.removeItem(atPath: lost)
        }
    }

    @Test func whatWasThereKeepsItsPlaceAndItsMode() async throws {
        let photos = try PhotoFolder(["a.dng"])
        let file = try photos.write("old", to: "report.html")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
        let link = try photos.link("latest.html", to: "report.html")
        let run = await photos.analyze(["--output", link])
        #expect(run.code == 0)
        #expect(photos.read("report.html")?.hasPrefix("<!") == true)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "report.html")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o640)
    }

    @Test func aStreamIsWrittenIntoAndStaysOne() async throws {
        let photos = try PhotoFolder(["a.dng"])
        #expect(await photos.analyze(["--output", "/dev/null", "--json", "/dev/null"]).code == 0)
        #expect(
            try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType != .typeRegular)
    }
}
