import Domain
import TestSupport
import Testing

@testable import Analysis

/// What must hold for any pipeline and any listing.
@Suite struct ValidationPropertyTests {
    static let configuration = ToolConfiguration(
        photoExtensions: [".a", ".tif"], metadataExtensions: [".b"], requireSidecar: [],
        processingMethods: ["A": "", "B": ""])

    /// Files of few images, many of them of names that pipelines by chance expect.
    private func listing(_ random: inout RepeatableRandom, count: Int) -> [[UInt8]] {
        let properties = [
            "", "", "-A", "-a", "-B", "-A-B", "-B-A", "-A-A", "-1", "-2", "-1-A", "-A-1", "-B-1-A", "-1-2",
            "-é", "-e\u{301}",
        ]
        let endings = [".a", ".A", ".b", ".b", ".a.b", ".tif.B", ".tif", ".txt", ".x.b"]
        let folders = ["", "x/", "x/y/", "é/", "e\u{301}/"]
        let broken = [BrokenBytes.never, BrokenBytes.cut, BrokenBytes.overlongDot, BrokenBytes.longCut]
        return (0..<Int.random(in: 0...count, using: &random)).map { _ in
            func pick(_ texts: [String]) -> String { texts[Int.random(in: 0..<texts.count, using: &random)] }
            let parts = [
                pick(folders), pick(["AB3D0001", "AB3D0001", "AB3D0002", "ZZZZ0001"]), pick(properties), pick(endings),
            ]
            var path = Array(parts.joined().utf8)
            // Bytes that are not UTF-8, anywhere: in a folder, a stem, an extension, or at the end.
            if Int.random(in: 0..<6, using: &random) == 0 {
                let bytes = broken[Int.random(in: 0..<broken.count, using: &random)]
                path.insert(contentsOf: bytes, at: Int.random(in: 0...path.count, using: &random))
            }
            return path
        }
    }

    /// Pipelines by chance that can be run, at least some walks long.
    private func pipeline(_ seed: UInt64) -> (graph: PipelineGraph, walks: [PipelineWalk])? {
        let graph = PipelineGraph(nodes: RandomPipeline(seed: seed).nodes())
        guard graph.findings(for: Self.configuration).allSatisfy({ $0.severity != .error }) else { return nil }
        // Many walks against a naive model would take the test's time for one case; `try?`: so are too many.
        guard let walks = try? graph.walks(), walks.count <= 200 else { return nil }
        return (graph, walks)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func everyImageStandsAsTheRulesAppliedWalkByWalkSay(block: UInt64) throws {
        var tried = 0
        for seed in (block * 100)..<(block * 100 + 100) {
            guard let (graph, walks) = pipeline(seed) else { continue }
            var random = RepeatableRandom(seed: seed ^ 0xF11E)
            let files = listing(&random, count: 30)
            let result = try PipelineValidation.analyse(
                files: FileTable(files.map { Archive.file($0) }),
                pipeline: CheckedPipeline(graph, for: Self.configuration), options: .init(isFull: true))
            let naive = NaiveValidation(
                types: Array(Set(graph.terminationGroups.joined())), walks: walks, groups: graph.terminationGroups)
            let lines = naive.lines(files, Self.configuration)
            #expect(result.images.entries.map(\.line) == lines, "seed \(seed)")
            let invalid = result.invalidFiles.entries.map(\.path)
            #expect([[UInt8]](texts: invalid) == naive.invalidPaths(files, Self.configuration), "seed \(seed)")
            expectCountsToAddUp(result, seed)
            tried += 1
        }
        #expect(tried > 10)
    }

    private func expectCountsToAddUp(_ result: PipelineValidationResult, _ seed: UInt64) {
        func sum(_ counts: ValidationCounts) -> Int { ValidationStatus.allCases.reduce(0) { $0 + counts[$1] } }
        #expect(sum(result.statusCounts) == result.totalImages, "seed \(seed)")
        #expect(result.byTermination.values.allSatisfy { sum($0) == result.totalImages }, "seed \(seed)")
        #expect(result.images.entries.filter(\.isArchivalReady).count == result.archivalReadyCount, "seed \(seed)")
        for status in ValidationStatus.allCases {
            #expect(result.images.entries.filter { $0.status == status }.count == result.statusCounts[status])
        }
        let complete = result.byTermination.values.reduce(0) { $0 + $1[.consistent] + $1[.consistentWithWarning] }
        #expect(result.pathStats.entries.reduce(0) { $0 + $1.imageCount } == complete, "seed \(seed)")
        let partial = result.byTermination.values.reduce(0) { $0 + $1[.partial] }
        #expect(result.pathStats.entries.reduce(0) { $0 + $1.partialCount } == partial, "seed \(seed)")
        #expect(result.edges.allSatisfy { $0.imageCount <= result.archivalReadyCount }, "seed \(seed)")
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func theOrderOfTheFilesChangesNothing(seed: UInt64) throws {
        guard let (graph, _) = pipeline(seed) else { return }
        var random = RepeatableRandom(seed: seed)
        let files = listing(&random, count: 60).map { Archive.file($0) }
        func analyse(_ files: [FileRecord]) throws -> PipelineValidationResult {
            try PipelineValidation.analyse(
                files: FileTable(files), pipeline: CheckedPipeline(graph, for: Self.configuration))
        }
        #expect(try analyse(files) == analyse(files.shuffled(using: &random)))
    }

    /// Hundreds of walks that share many files: more than a word of 64, with counts of several bits.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func manyWalksAreMatchedAsOneByOne(seed: UInt64) {
        var random = RepeatableRandom(seed: seed)
        let types = ["one", "two", "none"]
        let walks = (0..<Int.random(in: 1...400, using: &random)).map { _ in walk(&random) }
        let groups = seed.isMultiple(of: 2) ? [["one", "two"], ["none"]] : types.map { [$0] }
        let files = listing(&random, count: 40)
        let extensions = ExtensionTable(Self.configuration)
        let table = WalkTable(types: Set(types), walks: walks, extensions: extensions)
        let index = ValidationIndex(
            files: ImageIndex(
                files: FileTable(files.map { Archive.file($0) }), extensions: extensions, withSidecars: true),
            names: table.names)
        let judge = Judge(table, alternatives: groups)
        let tally = ValidationTally(index: index, judge: judge, walks: walks, edges: 0)
        var images = ValidatedImages(index: index, statuses: tally.statuses, judge: judge)
        let naive = NaiveValidation(types: types, walks: walks, groups: groups)
        #expect(images.list(isFull: true).entries.map(\.line) == naive.lines(files, Self.configuration))
    }

    private func walk(_ random: inout RepeatableRandom) -> PipelineWalk {
        let methods = [[], ["A"], ["B"], ["A", "B"], ["B", "A"], ["A", "A"]]
        let expected = (0..<Int.random(in: 0...9, using: &random)).map { _ in
            ExpectedFile(
                methods: methods[Int.random(in: 0..<methods.count, using: &random)],
                extension: [".a", ".b", ".tif", ".other"][Int.random(in: 0..<4, using: &random)],
                isOptional: Int.random(in: 0..<4, using: &random) == 0)
        }
        return PipelineWalk(
            nodes: Array(0..<Int.random(in: 2...6, using: &random)), edges: [],
            terminationType: ["one", "two"][Int.random(in: 0..<2, using: &random)], isTruncated: false,
            expected: expected)
    }
}
