import Testing

@testable import Analysis

/// What walks make of loops, Pairings and too many choices, as validation sees it.
@Suite struct WalkRulesTests {
    private static let loop = """
        c: {type: capture, output: [raw]}
        raw: {type: file, extension: .cr3, output: [again]}
        again: {type: branching, output: [edit, end]}
        edit: {type: process, method_ids: [Edit], output: [tif]}
        tif: {type: file, extension: .tif, output: [again]}
        end: {type: termination, termination_type: archive}
        """

    @Test func aLoopIsWalkedAsOftenAsItsNodesMayOccurAndNoMore() throws {
        func files(_ rounds: Int) -> [String] {
            (0...rounds).map { "AB3D0001" + String(repeating: "-Edit", count: $0) + ($0 == 0 ? ".cr3" : ".tif") }
        }
        let pipeline = try ValidationCase(Self.loop)
        // The Branching occurs once more than the round has been gone: the fifth time it must be left.
        for rounds in 0...4 {
            #expect(
                try pipeline.result(files(rounds)).images.entries.map(\.line) == [
                    "AB3D0001 CONSISTENT ready; archive CONSISTENT 100"
                ])
        }
        #expect(
            try pipeline.result(files(5)).images.entries.map(\.line) == [
                "AB3D0001 CONSISTENT_WITH_WARNING ready; archive CONSISTENT_WITH_WARNING 100 "
                    + "+AB3D0001-Edit-Edit-Edit-Edit-Edit.tif"
            ])
    }

    private static let hdr = """
        c: {type: capture, output: [dark, light]}
        dark: {type: process, method_ids: [Web], output: [darkfile]}
        darkfile: {type: file, extension: .cr3, output: [darkxmp, merge]}
        darkxmp: {type: file, extension: .xmp}
        light: {type: process, method_ids: [BW], output: [lightfile]}
        lightfile: {type: file, extension: .cr3, output: [merge]}
        merge: {type: pairing, pairing_type: HDR, output: [hdr]}
        hdr: {type: process, method_ids: [HDR], output: [dng]}
        dng: {type: file, extension: .dng, output: [end]}
        end: {type: termination, termination_type: archive}
        """

    @Test func bothBranchesOfAPairingNameTheirOwnFiles() throws {
        let pipeline = try ValidationCase(Self.hdr)
        // Behind the Pairing the methods that both began with go on: here none.
        let result = try pipeline.result([
            "AB3D0001-Web.cr3", "AB3D0001-Web.xmp", "AB3D0001-BW.cr3", "AB3D0001-HDR.dng", "AB3D0002-BW.cr3",
        ])
        #expect(
            result.images.entries.map(\.line) == [
                "AB3D0001 CONSISTENT ready; archive CONSISTENT 100",
                "AB3D0002 PARTIAL; archive PARTIAL 25 -AB3D0002-HDR.dng -AB3D0002-Web.cr3 -AB3D0002-Web.xmp",
            ])
        #expect(
            result.pathStats.entries.map(\.path) == [
                ["c", "dark", "darkfile", "light", "lightfile", "merge", "hdr", "dng", "end"]
            ])
        #expect(result.pathStats.entries.map { [$0.imageCount, $0.partialCount] } == [[1, 1]])
        #expect(result.edges.map(\.imageCount) == Array(repeating: 1, count: pipeline.pipeline.edges.count))
    }

    @Test func methodsThatBothBranchesBeganWithGoOnBehindThePairing() throws {
        let pipeline = try ValidationCase(
            Self.hdr.replacing(
                "c: {type: capture, output: [dark, light]}",
                with: """
                    c: {type: capture, output: [dxo]}
                    dxo: {type: process, method_ids: [DxO], output: [dark, light]}
                    """))
        #expect(
            try pipeline.lines(
                "AB3D0001-DxO-Web.cr3", "AB3D0001-DxO-Web.xmp", "AB3D0001-DxO-BW.cr3", "AB3D0001-DxO-HDR.dng") == [
                    "AB3D0001 CONSISTENT ready; archive CONSISTENT 100"
                ])
    }

    @Test func twoPairingsInARowCombineAllWaysIntoBoth() throws {
        let pipeline = try ValidationCase(
            """
            c: {type: capture, output: [a, b, d]}
            a: {type: process, method_ids: [HDR, BW], output: [afile]}
            afile: {type: file, extension: .cr3, output: [first]}
            b: {type: process, method_ids: [Web], output: [bfile]}
            bfile: {type: file, extension: .cr3, output: [first]}
            first: {type: pairing, pairing_type: stack, output: [dng]}
            dng: {type: file, extension: .dng, output: [second]}
            d: {type: file, extension: .jpg, output: [second]}
            second: {type: pairing, pairing_type: blend, output: [tif]}
            tif: {type: file, extension: .tif, output: [end]}
            end: {type: termination, termination_type: archive}
            """)
        #expect(
            try pipeline.lines(
                "AB3D0001-BW.cr3", "AB3D0001-Web.cr3", "AB3D0001.dng", "AB3D0001.jpg", "AB3D0001.tif",
                "AB3D0002-HDR.cr3", "AB3D0002-Web.cr3", "AB3D0002.dng", "AB3D0002.tif") == [
                    "AB3D0001 CONSISTENT ready; archive CONSISTENT 100",
                    "AB3D0002 PARTIAL; archive PARTIAL 80 -AB3D0002.jpg",
                ])
    }

    @Test func aTypeWhoseEveryWalkIsTruncatedIsInconsistent() throws {
        // Five Branchings pass the one File; with a sixth visit wanted before the end, every walk is cut.
        let types: Set<String> = ["archive", "web"]
        let walks = [
            PipelineWalk(
                nodes: [0, 1], edges: [0], terminationType: "archive", isTruncated: false,
                expected: [ExpectedFile(methods: [], extension: ".cr3")]),
            PipelineWalk(nodes: [0, 1, 1, 1], edges: [0], terminationType: "", isTruncated: true, expected: []),
        ]
        let table = WalkTable(types: types, walks: walks, extensions: ExtensionTable(Archive.configuration))
        for (alternatives, overall) in [
            ([["archive"], ["web"]], ValidationStatus.inconsistent), ([["archive", "web"]], .consistent),
        ] {
            var judge = Judge(table, alternatives: alternatives)
            let verdict = judge.judge([0])
            #expect(verdict.statuses == [.consistent, .inconsistent])
            #expect(verdict.overall == overall && verdict.isArchivalReady)
        }
    }

    @Test func tooManyWalksAreAnErrorAndNotAHang() throws {
        let stages = (0..<20).map { "p\($0): {type: process, method_ids: [HDR, BW], output: [p\($0 + 1)]}" }
        let pipeline = try ValidationCase(
            """
            c: {type: capture, output: [p0]}
            \(stages.joined(separator: "\n"))
            p20: {type: file, extension: .tif, output: [end]}
            end: {type: termination, termination_type: archive}
            """)
        let error = #expect(throws: PipelineError.self) { try pipeline.result(["AB3D0001.cr3"]) }
        #expect(error?.message.contains("100,000") == true)
    }

    @Test func aWrongStructureIsRefusedWithAllItsFindings() throws {
        let pipeline = try ValidationCase(
            """
            c: {type: capture, output: [raw, gone]}
            raw: {type: file, extension: .cr3, output: [merge]}
            merge: {type: pairing, pairing_type: HDR, output: [end]}
            end: {type: termination, termination_type: archive}
            """)
        let error = try #require(
            #expect(throws: PipelineError.self) { try pipeline.result(["AB3D0001.cr3"]) })
        #expect(error.message.hasPrefix("the pipeline has 2 errors in its structure:\n- line "))
        #expect(error.message.contains("gone") && error.message.contains("exactly two"))
        #expect(error.nodes == ["c", "merge", "raw"])
    }
}
