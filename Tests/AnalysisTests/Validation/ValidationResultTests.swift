import Domain
import Testing

@testable import Analysis

/// The results object: its members, paths, edges, and what is cut.
@Suite struct ValidationResultTests {
    private static let choice = """
        c: {type: capture, output: [raw]}
        raw: {type: file, extension: .cr3, output: [xmp, choice]}
        xmp: {type: file, extension: .xmp}
        choice: {type: branching, output: [tif, jpg]}
        tif: {type: file, extension: .tif, output: [archive]}
        jpg: {type: file, extension: .jpg, output: [web]}
        archive: {type: termination, termination_type: archive}
        web: {type: termination, termination_type: web}
        """

    private static let files = [
        "AB3D0001.cr3", "AB3D0001.xmp", "AB3D0001.tif", "AB3D0002.cr3", "AB3D0002.xmp", "AB3D0002.tif", "AB3D0002.jpg",
        "AB3D0003.cr3", "nonsense.tif",
    ]

    @Test func pathsCountTheImagesThatHaveAllOfTheirFilesAndThoseThatHaveSome() throws {
        let result = try ValidationCase(Self.choice).result(Self.files)
        #expect(
            result.pathStats.entries.map { "\($0.path.joined(separator: " ")): \($0.imageCount) \($0.partialCount)" }
                == [
                    "c raw choice tif archive: 2 1", "c raw choice jpg web: 1 2",
                ])
        // c-raw, raw-xmp, raw-choice, choice-tif, choice-jpg, tif-archive, jpg-web: an image counts once on each.
        #expect(result.edges.map(\.imageCount) == [2, 2, 2, 2, 1, 2, 1])
        #expect(result.edges.first == EdgeUse(from: "c", to: "raw", imageCount: 2))
    }

    @Test func waysAlongTheSameNodesAreOnePath() throws {
        let pipeline = try ValidationCase(
            """
            c: {type: capture, output: [edit]}
            edit: {type: process, method_ids: [HDR, BW], output: [tif]}
            tif: {type: file, extension: .tif, output: [end]}
            end: {type: termination, termination_type: archive}
            """)
        let result = try pipeline.result(["AB3D0001-HDR.tif", "AB3D0002-BW.tif", "AB3D0003.tif"])
        #expect(
            result.pathStats.entries == [PathUse(path: ["c", "edit", "tif", "end"], imageCount: 2, partialCount: 0)])
    }

    @Test func theObjectHasEveryMember() throws {
        var result = try ValidationCase(Self.choice).result(Self.files, isFull: false)
        result.skipped = ["@eaDir": 2]
        result.scanSeconds = 3
        let json = try writtenJSON(result.write)
        #expect(json["total_files"] == 9 && json["total_images"] == 3 && json["total_groups"] == 3)
        #expect(
            json["status_counts"] == ["consistent": 1, "consistent_with_warning": 1, "partial": 1, "inconsistent": 0])
        #expect(
            json["by_termination"]?["web"]
                == ["CONSISTENT": 0, "CONSISTENT_WITH_WARNING": 1, "PARTIAL": 2, "INCONSISTENT": 0])
        #expect(json["archival_ready_count"] == 2)
        #expect(
            json["path_stats"]?[1]
                == ["path": ["c", "raw", "choice", "jpg", "web"], "image_count": 1, "partial_count": 2])
        #expect(json["edges"]?[0] == ["from": "c", "to": "raw", "image_count": 2])
        #expect(json["images"]?.arrayValue?.count == 2)
        #expect(
            json["images"]?[1] == [
                "base_filename": "AB3D0003", "status": "PARTIAL", "archival_ready": false,
                "terminations": [
                    [
                        "type": "archive", "status": "PARTIAL", "completion_percentage": 33,
                        "missing_files": ["AB3D0003.tif", "AB3D0003.xmp"], "missing_files_count": 2, "extra_files": [],
                        "extra_files_count": 0,
                    ],
                    [
                        "type": "web", "status": "PARTIAL", "completion_percentage": 33,
                        "missing_files": ["AB3D0003.jpg", "AB3D0003.xmp"], "missing_files_count": 2, "extra_files": [],
                        "extra_files_count": 0,
                    ],
                ],
            ])
        #expect(json["invalid_files_count"] == 1 && json["invalid_files"]?[0]?["code"] == "camera_lowercase")
        #expect(json["skipped"] == ["@eaDir": 2] && json["scan_seconds"] == 3 && json["warnings"] == [])
        #expect(json["truncated"] == nil)
        #expect(result.hasIssues && result.issueCount == 3)
    }

    @Test func consistentImagesAreListedInAFullResultOnly() throws {
        let pipeline = try ValidationCase(Self.choice)
        #expect(try pipeline.result(Array(Self.files.prefix(3)), isFull: false).images == CutList())
        #expect(try pipeline.result(Array(Self.files.prefix(3))).images.total == 1)
        #expect(try !pipeline.result(Array(Self.files.prefix(3))).hasIssues)
    }

    @Test func anEmptyListingHasAllCountsAndNoImages() throws {
        let json = try writtenJSON(try ValidationCase(Self.choice).result([]).write)
        #expect(json["total_images"] == 0 && json["path_stats"] == [] && json["images"] == [])
        #expect(json["by_termination"]?.objectValue?.count == 2 && json["status_counts"]?.objectValue?.count == 4)
    }

    @Test func aCutListKeepsTheWorstAndStaysInTheOrderOfNames() throws {
        let pipeline = try ValidationCase(Self.choice)
        let files = (1...6).flatMap { number -> [String] in
            let name = "AB3D000\(number)"
            if number == 5 { return [name + ".dng"] }
            return number == 3 ? [name + ".cr3"] : [name + ".cr3", name + ".xmp", name + ".tif", name + ".dng"]
        }
        let table = WalkTable(
            types: ["archive", "web"], walks: try pipeline.pipeline.walks(),
            extensions: ExtensionTable(pipeline.configuration))
        let index = ValidationIndex(
            files: ImageIndex(
                files: FileTable(files.map { Archive.file($0) }), extensions: ExtensionTable(pipeline.configuration),
                withSidecars: true), names: table.names)
        let judge = Judge(table, alternatives: pipeline.pipeline.terminationGroups)
        let tally = ValidationTally(
            index: index, judge: judge, walks: try pipeline.pipeline.walks(), edges: pipeline.pipeline.edges.count)
        func names(limit: Int, bytes: Int = 10_000) -> [String] {
            var images = ValidatedImages(index: index, statuses: tally.statuses, judge: judge)
            let list = images.list(isFull: false, limit: limit, byteLimit: bytes)
            #expect(list.total == 6)
            return list.entries.map(\.baseFilename)
        }
        #expect(names(limit: 1) == ["AB3D0005"])
        #expect(names(limit: 3) == ["AB3D0001", "AB3D0003", "AB3D0005"])
        #expect(names(limit: 10).count == 6)
        #expect(names(limit: 10, bytes: 1500) == ["AB3D0003", "AB3D0005"])
    }

    @Test func namesOfOneImageAreCutAndCounted() throws {
        let files = (1...150).map { "AB3D0001-Edit \($0 + 1000).tif" } + ["AB3D0001.cr3"]
        let image = try #require(try ValidationCase(Self.choice).result(files).images.entries.first)
        #expect(image.terminations[0].extraFiles.entries.count == ValidatedTermination.namedFiles)
        #expect(image.terminations[0].extraFiles.total == 150)
        #expect(image.terminations[0].extraFiles.entries.first == "AB3D0001-Edit 1001.tif")
    }

    @Test func whatThePipelineWasHardlyMeantToSayIsAWarning() throws {
        let result = try ValidationCase(Self.choice.replacing("extension: .jpg", with: "extension: .webp")).result([])
        #expect(result.warnings.total == 1)
        #expect(result.warnings.entries.first?.contains(".webp") == true)
    }

    @Test func theOrderOfTheFilesChangesNothing() throws {
        let pipeline = try ValidationCase(Self.choice)
        #expect(try pipeline.result(Self.files) == pipeline.result(Self.files.reversed()))
    }
}
