import Domain
import Store
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Figures of results, their trend, what they found")
struct ResultFiguresTests {
    private static func photoStats(_ files: Int64, orphans: Int64 = 0, orphaned: [JSONValue] = []) -> JSONValue {
        [
            "total_files": .integer(files), "total_size": 10, "orphaned_images_count": .integer(orphans),
            "orphaned_images": .array(orphaned), "empty_files": ["a.dng", "b.dng"],
        ]
    }

    /// The results of runs, one after another.
    private func results(_ s: Studio, _ results: [JSONValue]) async throws -> [String] {
        var guids: [String] = []
        for result in results {
            let job = try await s.running()
            guids.append(try #require(try await s.agent.finish(try Signed(job).completed(result), job).resultGuid))
        }
        return guids
    }

    @Test(
        "The trend of a result holds it and those before it, of its tool and collection, the oldest first",
        .proves("FR-510.2"), arguments: TestEngine.all)
    func trend(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let guids = try await results(s, [1, 2, 3].map { Self.photoStats($0) })
            try await s.job(.photoPairing)
            let pairing = try await s.agent.running()
            let counts: JSONValue = ["group_count": 1, "image_count": 1, "file_count": 1]
            try await s.agent.finish(try Signed(pairing).completed(counts), pairing)
            let trend = try await f.coordinator.results.trend(guids[1], for: s.administrator)
            #expect(trend.tool == .photostats && trend.collectionGuid == s.collection.guid)
            #expect(trend.points.map(\.resultGuid) == [guids[0], guids[1]])
            #expect(trend.points.map { $0.figures["total_files"] } == [1, 2])
            let all = try await f.coordinator.results.trends(collection: s.collection.guid, for: s.administrator)
            #expect(all.map(\.tool) == [.photostats, .photoPairing])
            #expect(all[0].points.map(\.resultGuid) == guids)
            let around = try await f.coordinator.results.withNeighbours(guids[1], for: s.administrator)
            #expect(around.before?.guid == guids[0] && around.after?.guid == guids[2] && around.isComparable)
            let edge = try await f.coordinator.results.withNeighbours(guids[0], for: s.administrator)
            #expect(edge.before == nil && edge.after?.guid == guids[1])
        }
    }

    @Test("A result without change has the figures of the one that it confirms", arguments: TestEngine.all)
    func unchanged(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let first = try await results(s, [Self.photoStats(7)])[0]
            let job = try await s.running()
            let answer = try await s.agent.finish(try Signed(job).unchanged(since: first), job)
            let guid = try #require(answer.resultGuid)
            let summary = try await f.coordinator.results.withNeighbours(guid, for: s.administrator).result
            #expect(
                summary.figures == [
                    "total_files": 7, "total_size": 10, "orphaned_images_count": 0, "empty_files_count": 2,
                ])
            #expect(summary.results == nil)
        }
    }

    @Test("Figures that were not kept are counted when they are asked for, once", arguments: TestEngine.all)
    func countedLater(_ engine: TestEngine) async throws {
        let counter = StatementCounter()
        try await Fixture.run(engine, counter: counter) { f in
            let s = try await f.studio()
            let guid = try await results(s, [Self.photoStats(7)])[0]
            try await f.execute("UPDATE results SET figures = NULL")
            let first = try await counter.counting {
                let trend = try await f.coordinator.results.trend(guid, for: s.administrator)
                #expect(trend.points.first?.figures["total_files"] == 7)
            }
            #expect(first.writes == 1)
            let again = try await counter.counting {
                _ = try await f.coordinator.results.trend(guid, for: s.administrator)
            }
            #expect(again.writes == 0)
            // Bytes that a newer schema refuses leave the result without figures, and shown all the same.
            try await f.execute("UPDATE results SET figures = NULL, inline_results = ?1", [Array("[]".utf8)])
            #expect(try await f.coordinator.results.withNeighbours(guid, for: s.administrator).result.figures == nil)
            #expect(try await f.coordinator.results.trend(guid, for: s.administrator).points.isEmpty)
        }
    }

    @Test(
        "Two results of a tool are compared by what they found, and other people's not at all", .proves("FR-510.2"),
        arguments: TestEngine.all)
    func changes(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let guids = try await results(
                s,
                [Self.photoStats(4, orphaned: ["a.dng", "b.dng"]), Self.photoStats(5, orphaned: ["b.dng", "c.dng"])])
            let found = try #require(try await f.coordinator.results.changes(guids[1], for: s.administrator))
            #expect(found.around.result.guid == guids[1] && found.before.guid == guids[0])
            #expect(
                found.changes.new.first == [Finding(kind: "orphaned image", file: "c.dng", detail: "has no sidecar")])
            #expect(found.changes.gone.first.map(\.file) == ["a.dng"] && !found.changes.isCut)
            #expect(try await f.coordinator.results.changes(guids[0], for: s.administrator) == nil)
            let stranger = try await f.administrator(of: "Blue")
            #expect(
                try await f.refusal { _ = try await f.coordinator.results.changes(guids[1], for: stranger) }
                    == "404 not_found")
        }
    }

    @Test(
        "Numbers of runs with other options are held against each other nowhere", .proves("FR-510.2"),
        arguments: TestEngine.all)
    func otherOptions(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            var guids = try await results(s, [Self.photoStats(4), Self.photoStats(5)])
            for parameters in [RunParameters(pairAcrossDirectories: true), RunParameters(acceptEmpty: true)] {
                let run = RunRequest(tool: .photostats, parameters: parameters)
                _ = try await f.coordinator.runs.start(run, collection: s.collection.guid, by: s.administrator)
                let job = try await s.agent.running()
                let answer = try await s.agent.finish(try Signed(job).completed(Self.photoStats(6)), job)
                guids.append(try #require(answer.resultGuid))
            }
            let results = f.coordinator.results
            #expect(try await !results.withNeighbours(guids[2], for: s.administrator).isComparable)
            #expect(try await results.trend(guids[2], for: s.administrator).points.map(\.resultGuid) == [guids[2]])
            let last = try await results.trend(guids[3], for: s.administrator)
            #expect(
                last.points.map(\.resultGuid) == [guids[0], guids[1], guids[3]], "an empty folder changes no count")
            let all = try await results.trends(collection: s.collection.guid, for: s.administrator)
            #expect(all[0].points.map(\.resultGuid) == [guids[0], guids[1], guids[3]])
            #expect(try await results.get(guids[2], for: s.administrator).parameters["pair_across_directories"] == true)
        }
    }

    @Test("Of many changes the first are kept and all are counted; a list that was cut is said to be")
    func manyChanges() throws {
        func results(_ names: Range<Int>) -> [UInt8] {
            CanonicalJSON.encode([
                "orphaned_images": .array(names.map { .string("\($0).dng") }),
                "truncated": ["orphaned_images": 120_000],
            ])
        }
        let changes = try FindingsComparison(from: results(0..<1000), to: results(400..<2000))
        #expect(changes.new.count == 1000 && changes.gone.count == 400 && changes.isCut)
        #expect(changes.new.first.count == FindingsComparison.shownFindings && changes.new.first[0].file == "1000.dng")
        let same = try FindingsComparison(from: results(0..<9), to: results(0..<9))
        #expect(same.new.count == 0 && same.gone.count == 0)
    }

    private func csv(_ results: JSONValue) throws -> [String] {
        let text = String(decoding: try FindingsCSV.of(CanonicalJSON.encode(results)), as: UTF8.self)
        #expect(text.hasPrefix("\u{FEFF}finding,file,detail\r\n") && text.hasSuffix("\r\n"))
        return text.split(separator: "\r\n").dropFirst().map(String.init)
    }

    @Test("Every finding of PhotoStats stands in a line, quoted where it must be, and runs as no formula")
    func photoStatsFindings() throws {
        let lines = try csv([
            "orphaned_images": ["a/b.dng", "c,d.dng", "e\"f.dng"], "orphaned_xmp": ["=HYPERLINK(\"x\")"],
            "empty_files": ["-x.dng"], "shared_sidecars": [["sidecar": "s.xmp", "images": ["s.dng", "s.tif"]]],
            "double_sidecars": [["image": "t.dng", "sidecars": ["t.xmp", "t.dng.xmp"]]],
            "case_collisions": [["directory": "d", "names": ["A", "a"]]],
            "broken_sidecars": [["path": "u.xmp", "line": 3, "column": 4, "reason": "no end"]],
            "truncated": ["orphaned_images": 120_000, "warnings": 3], "total_files": 3,
        ])
        #expect(
            lines == [
                "broken sidecar,u.xmp,3:4 no end", "colliding names,d,\"A, a\"",
                "double sidecars,t.dng,\"has t.xmp, t.dng.xmp\"", "empty file,'-x.dng,has 0 bytes",
                "orphaned image,a/b.dng,has no sidecar", "orphaned image,\"c,d.dng\",has no sidecar",
                "orphaned image,\"e\"\"f.dng\",has no sidecar",
                "orphaned sidecar,\"'=HYPERLINK(\"\"x\"\")\",belongs to no image",
                "shared sidecar,s.xmp,\"of s.dng, s.tif\"",
                "not all listed,,\"orphaned_images: 120000 in all, the first of them stand here\"",
            ])
    }

    @Test("A name whose signs carry accents neither leaves its field nor runs as a formula")
    func accentedSigns() throws {
        let lines = try csv(["orphaned_images": ["x\"\u{301},=A1.dng", "=\u{301}A1.dng", "y\"\r\n=A1.dng"]])
        #expect(
            lines == [
                "orphaned image,\"x\"\"\u{301},=A1.dng\",has no sidecar",
                "orphaned image,'=\u{301}A1.dng,has no sidecar",
                "orphaned image,\"y\"\"", "=A1.dng\",has no sidecar",
            ])
    }

    @Test("Findings of the other tools: names, groups, and what each image lacks")
    func otherFindings() throws {
        let pairing = try csv([
            "invalid_files": [["path": "x/y.dng", "reason": "the counter is 0000"]],
            "ambiguous_groups": [["group_id": "AB3D0001", "duplicates": [["paths": ["a/1.dng", "b/1.dng"]]]]],
        ])
        #expect(
            pairing == ["ambiguous group,AB3D0001,\"a/1.dng, b/1.dng\"", "invalid name,x/y.dng,the counter is 0000"])
        let validation = try csv([
            "images": [
                ["base_filename": "AB3D0001", "status": "CONSISTENT", "terminations": []],
                [
                    "base_filename": "AB3D0002", "status": "PARTIAL",
                    "terminations": [
                        ["type": "Archive", "status": "PARTIAL", "missing_files": ["a.tif"], "extra_files": ["b.jpg"]],
                        ["type": "Web", "status": "CONSISTENT"],
                    ],
                ],
                [
                    "base_filename": "AB3D0003", "status": "CONSISTENT_WITH_WARNING",
                    "terminations": [["type": "Web", "status": "CONSISTENT_WITH_WARNING", "extra_files": ["c.jpg"]]],
                ],
            ]
        ])
        #expect(
            validation == [
                "partial,AB3D0002,Archive: missing a.tif; extra b.jpg",
                "consistent with warning,AB3D0003,Web: extra c.jpg",
            ])
    }
}

@Suite("How the archive went")
struct ArchiveHealthTests {
    private static let start: Int64 = 1_767_312_000_000  // 2026-01-02T00:00:00Z

    private func figures(_ hours: Int64, _ collection: Int64, _ tool: Tool, _ figures: JSONValue) -> ResultStore.Figures
    {
        ResultStore.Figures(
            rowID: hours, collection: collection, tool: tool, figures: figures,
            createdAt: Timestamp(milliseconds: Self.start + hours * 3_600_000))
    }

    @Test("A point a day, each the sum of what the latest results of all collections say")
    func course() {
        let course = ArchiveHealth.course(of: [
            figures(1, 1, .photostats, ["orphaned_images_count": 5, "orphaned_xmp_count": 1]),
            figures(2, 1, .pipelineValidation, ["total_images": 100, "archival_ready_count": 90]),
            figures(23, 2, .photostats, ["orphaned_images_count": 2]),
            figures(25, 1, .photostats, ["orphaned_images_count": 3, "orphaned_xmp_count": 0]),
            figures(80, 2, .pipelineValidation, ["total_images": 10, "archival_ready_count": 10]),
        ])
        #expect(course.map(\.orphans) == [8, 5, 5])
        #expect(course.map(\.images) == [100, 100, 110])
        #expect(course.map(\.archivalReady) == [90, 90, 100])
        #expect(course.map { $0.at.description.prefix(10) } == ["2026-01-02", "2026-01-03", "2026-01-05"])
        #expect(ArchiveHealth.course(of: []) == [])
    }

    @Test("What stood before is the first point, and is replaced by what comes")
    func before() {
        let before = [
            figures(-900, 1, .photostats, ["orphaned_images_count": 5]),
            figures(-100, 2, .pipelineValidation, ["total_images": 100, "archival_ready_count": 90]),
        ]
        let course = ArchiveHealth.course(
            from: before, of: [figures(1, 1, .photostats, ["orphaned_images_count": 2])])
        #expect(course.map(\.orphans) == [5, 2])
        #expect(course.map(\.images) == [100, 100])
        #expect(ArchiveHealth.course(from: before, of: []).map(\.orphans) == [5])
    }

    @Test("A collection that is analysed once a year counts all the year", arguments: TestEngine.all)
    func rarely(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            func analyse(_ orphans: Int64) async throws {
                let job = try await s.running()
                let counts: JSONValue = [
                    "total_files": 9, "total_size": 9, "orphaned_images_count": .integer(orphans),
                ]
                try await s.agent.finish(try Signed(job).completed(counts), job)
            }
            func orphans(atMost limit: Int = 100) async throws -> [Int64] {
                try await f.coordinator.results.health(for: s.administrator, atMost: limit).map(\.orphans)
            }
            try await analyse(7)
            try await analyse(4)
            f.time.advance(by: .seconds(200 * 24 * 3600))
            #expect(try await orphans() == [4])
            for count: Int64 in [3, 2, 1] {
                try await analyse(count)
                f.time.advance(by: .seconds(24 * 3600))
            }
            #expect(try await orphans() == [4, 3, 2, 1])
            #expect(try await orphans(atMost: 1) == [2, 1], "no less true where it is shorter")
        }
    }

    @Test("A collection that was deleted counts no more", arguments: TestEngine.all)
    func deleted(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let counts: JSONValue = ["total_files": 9, "total_size": 9, "orphaned_images_count": 4]
            try await s.agent.finish(try Signed(job).completed(counts), job)
            #expect(try await f.coordinator.results.health(for: s.administrator).map(\.orphans) == [4])
            try await f.coordinator.collections.delete(s.collection.guid, by: s.administrator)
            #expect(try await f.coordinator.results.health(for: s.administrator) == [])
        }
    }
}
