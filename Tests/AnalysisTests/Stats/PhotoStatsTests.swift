import Domain
import Testing

@testable import Analysis

/// Everything of PhotoStats but the pairing.
@Suite struct PhotoStatsTests {
    @Test func countsAndSizesGoByExtension() {
        let result = Archive.analyse([
            Archive.file("a.DNG", size: 5), Archive.file("b/c.dng", size: 7), Archive.file("a.xmp", size: 1),
            Archive.file("readme.txt", size: 100),
        ])
        #expect(result.totalFiles == 3)
        #expect(result.totalSize == 13)
        #expect(result.fileCounts == [".dng": 2, ".xmp": 1])
        #expect(result.storageByType == [".dng": 12, ".xmp": 1])
    }

    @Test func sizesThatAddUpToMoreThanResultsCanSayAreTheLargestThatTheyCan() {
        let most: Int64 = 9_007_199_254_740_991
        let result = Archive.analyse([
            Archive.file("a.dng", size: .max), Archive.file("b.dng", size: .max), Archive.file("a.xmp", size: most - 1),
            Archive.file("b.xmp", size: 1),
        ])
        #expect(result.storageByType == [".dng": most, ".xmp": most] && result.totalSize == most)
    }

    @Test(arguments: [
        (".dng", false), ("a/.dng", false), ("dng", false), ("a.", false), ("a.dng.", false), ("..dng", true),
        ("a.b.dng", true),
        ("a.dng/b", false), ("a b.DnG", true), ("a.dngx", false), ("a..dng", true),
    ])
    func theExtensionIsWhatFollowsTheLastDotOfTheName(path: String, counts: Bool) {
        #expect((Archive.analyse(path).totalFiles == 1) == counts)
    }

    @Test func longExtensionsAndThoseThatAreNotASCIICount() {
        let configuration = ToolConfiguration(
            photoExtensions: [".verylongraw", ".größe"], metadataExtensions: [], requireSidecar: [])
        let files = [Archive.file("a.VeryLongRaw"), Archive.file("b.GRÖßE"), Archive.file("c.verylongra")]
        let result = PhotoStats.analyse(files: FileTable(files), configuration: configuration)
        #expect(result.fileCounts == [".verylongraw": 1, ".größe": 1])
    }

    @Test func filesWithoutContentAreNamed() {
        let result = Archive.analyse([
            Archive.file("b.dng", size: 0), Archive.file("a.xmp", size: 0), Archive.file("c.dng"),
        ])
        #expect(result.emptyFiles.entries == ["a.xmp", "b.dng"])
        #expect(result.hasIssues)
    }

    @Test func namesThatDifferInCaseOrNormalisationCollide() {
        let result = Archive.analyse(
            "d/IMG.dng", "d/img.DNG", "e/img.dng", "d/img.xmp", "Caf\u{E9}.dng", "Cafe\u{301}.dng", "img.tif", "IMG.jpg"
        )
        #expect(
            result.caseCollisions.entries == [
                NameCollision(directory: "", names: CutList(["Cafe\u{301}.dng", "Caf\u{E9}.dng"]), looksTheSame: true),
                NameCollision(directory: "d", names: CutList(["IMG.dng", "img.DNG"]), looksTheSame: false),
            ])
    }

    @Test func collisionsAcrossDirectoriesAreNone() {
        #expect(Archive.analyse("a/IMG.dng", "b/img.dng", across: true).caseCollisions.total == 0)
    }

    @Test func theNewestAndTheOldestFileAreFoundAndTiesGoByPath() {
        let files = [
            Archive.file("b.dng", second: 9), Archive.file("a.dng", second: 9), Archive.file("d.dng", second: 1),
            Archive.file("c.dng", second: 1), Archive.file("z.txt", second: 99),
        ]
        for order in [files, files.reversed()] {
            let result = Archive.analyse(order)
            #expect(result.newestFile == DatedFile(path: "a.dng", modified: Timestamp(milliseconds: 9000)))
            #expect(result.oldestFile == DatedFile(path: "c.dng", modified: Timestamp(milliseconds: 1000)))
        }
    }

    @Test func anEmptyListingGivesAnEmptyResult() {
        let result = Archive.analyse()
        #expect(result == PhotoStatsResult())
        #expect(!result.hasIssues)
    }

    @Test func settingsThatContradictEachOtherAreWarnings() {
        let configuration = ToolConfiguration(
            photoExtensions: [".dng", ".xmp"], metadataExtensions: [".xmp"], requireSidecar: [".raf"])
        let result = PhotoStats.analyse(
            files: FileTable([Archive.file("a.raf"), Archive.file("a.xmp")]), configuration: configuration,
            warnings: ["first"])
        #expect(result.warnings.total == 3)
        #expect(result.warnings.entries[0] == "first")
        #expect(result.warnings.entries[1].contains(".raf"))
        #expect(result.warnings.entries[2].contains(".xmp"))
        #expect(result.orphanedImages.total == 0 && result.orphanedSidecars.total == 0)
        #expect(result.totalFiles == 1)
    }

    @Test func whatTheListingSaidIsHandedThrough() {
        let result = PhotoStats.analyse(
            files: FileTable(), configuration: .builtIn, skipped: ["._*": 3], warnings: ["w"], scanSeconds: 7)
        #expect(result.skipped == ["._*": 3])
        #expect(result.scanSeconds == 7)
        #expect(result.warnings.entries == ["w"])
    }

    @Test(arguments: [
        (Array("plain Größe.dng".utf8), "plain Größe.dng"), ([0x61, 0xFF, 0x62], "a\\xFFb"), ([0xC3], "\\xC3"),
        ([0xE2, 0x82, 0x41], "\\xE2\\x82A"), ([0x0A, 0x80], "\n\\x80"),
        ([0xED, 0xA0, 0x80, 0xC3, 0xA9], "\\xED\\xA0\\x80é"),
    ])
    func bytesThatAreNoTextAreShownInHex(bytes: [UInt8], shown: String) {
        #expect(displayText(bytes) == shown)
    }
}
