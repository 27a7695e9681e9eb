import TestSupport
import Testing

@testable import AgentCommands

/// Paths that are no folder full of photos: an exit code, and a sentence with the path and the mend.
@Suite struct AnalyzePathTests {
    enum Place: CaseIterable, Sendable {
        case missing, file, belowAFile, danglingLink, loopOfLinks, tooLong

        var words: String {
            switch self {
            case .missing: "does not exist"
            case .file: "is not a folder"
            case .belowAFile: "leads through a file"
            case .danglingLink: "is a link that leads nowhere"
            case .loopOfLinks: "is a link that leads back to itself"
            case .tooLong: "longer than any can be"
            }
        }

        func path(_ photos: PhotoFolder) throws -> String {
            switch self {
            case .missing: photos.beside("gone")
            case .file: photos.path + "/a.dng"
            case .belowAFile: photos.path + "/a.dng/b"
            case .danglingLink: try photos.link("link", to: photos.beside("gone"))
            case .loopOfLinks: try photos.link("loop", to: photos.beside("loop"))
            case .tooLong: "/" + String(repeating: "x", count: 300)
            }
        }
    }

    @Test(.proves("FR-540.12"), arguments: Place.allCases) func aPathThatIsNoFolderIs66(place: Place) async throws {
        let photos = try PhotoFolder(["a.dng"])
        let path = try place.path(photos)
        let run = await photos.analyze(["--output", photos.beside("report.html")], path: path)
        #expect(run.code == 66)
        #expect(run.out.isEmpty)
        #expect(run.notes.hasPrefix("Error: ") && run.notes.contains(place.words))
        #expect(place == .tooLong || run.notes.contains(path))
        #expect(photos.read("report.html") == nil)
    }

    @Test func aLinkToAFolderIsFollowed() async throws {
        let photos = try PhotoFolder(["a.dng"])
        let run = await photos.analyze(path: try photos.link("link", to: photos.path))
        #expect(run.code == 0)
        #expect(run.out.contains("PhotoStats of \(photos.path)\n"))
    }

    @Test(arguments: ["photostats", "photo_pairing"]) func anEmptyFolderIsDoneWithASentence(tool: String) async throws {
        let photos = try PhotoFolder()
        let run = await photos.analyze(tool: tool)
        #expect(run.code == 0)
        #expect(run.out.contains("holds no files. If a disk belongs there, check that it is mounted."))
        let json = await photos.analyze(["--json", "-"], tool: tool)
        #expect(json.code == 0)
        #expect(json.out.contains(#""total_files":0"#) && json.notes.contains("holds no files."))
    }

    @Test func aFolderWithoutPhotosSaysHowToNameOthers() async throws {
        let photos = try PhotoFolder(["a.txt", "b.jpg"])
        let run = await photos.analyze()
        #expect(run.code == 0)
        #expect(run.out.contains("None of its 2 files has an extension that counts. `photo_extensions` in a"))
    }
}
