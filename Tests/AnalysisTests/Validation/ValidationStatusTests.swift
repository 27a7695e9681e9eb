import Testing

@testable import Analysis

/// Status against one walk, and which walk is the best of its type (analysis.md, *Pipeline Validation*).
@Suite struct ValidationStatusTests {
    private static let rawWithSidecar = """
        c: {type: capture, output: [raw]}
        raw: {type: file, extension: .cr3, output: [xmp, proof, end]}
        xmp: {type: file, extension: .xmp}
        proof: {type: file, extension: .jpg, optional: true}
        end: {type: termination, termination_type: archive}
        """

    @Test(arguments: [
        (["AB3D0001.cr3", "AB3D0001.xmp"], "AB3D0001 CONSISTENT ready; archive CONSISTENT 100"),
        // A File without outputs is expected wherever its parent is; an optional one is neither missing nor extra.
        (["AB3D0001.cr3"], "AB3D0001 PARTIAL; archive PARTIAL 50 -AB3D0001.xmp"),
        (["AB3D0001.cr3", "AB3D0001.xmp", "AB3D0001.jpg"], "AB3D0001 CONSISTENT ready; archive CONSISTENT 100"),
        (["AB3D0001.cr3", "AB3D0001.jpg"], "AB3D0001 PARTIAL; archive PARTIAL 50 -AB3D0001.xmp"),
        // Nor does it count as matched.
        (
            ["AB3D0001.jpg"], "AB3D0001 INCONSISTENT; archive INCONSISTENT 0 -AB3D0001.cr3 -AB3D0001.xmp"
        ),
        (
            ["AB3D0001.cr3", "AB3D0001.xmp", "AB3D0001.dng"],
            "AB3D0001 CONSISTENT_WITH_WARNING ready; archive CONSISTENT_WITH_WARNING 100 +AB3D0001.dng"
        ),
        (
            ["AB3D0001.cr3", "AB3D0001.dng"],
            "AB3D0001 PARTIAL; archive PARTIAL 50 -AB3D0001.xmp +AB3D0001.dng"
        ),
        (
            ["AB3D0001.dng"],
            "AB3D0001 INCONSISTENT; archive INCONSISTENT 0 -AB3D0001.cr3 -AB3D0001.xmp +AB3D0001.dng"
        ),
    ])
    func statusAgainstOneWalk(files: [String], line: String) throws {
        let result = try ValidationCase(Self.rawWithSidecar).result(files)
        #expect(result.images.entries.map(\.line) == [line])
    }

    @Test func whereNothingIsExpectedNothingIsConsistent() throws {
        let nothing = try ValidationCase(
            """
            c: {type: capture, output: [end]}
            end: {type: termination, termination_type: archive}
            """)
        #expect(
            try nothing.lines("AB3D0001.cr3") == [
                "AB3D0001 INCONSISTENT; archive INCONSISTENT 0 +AB3D0001.cr3"
            ])
        let optional = try ValidationCase(
            """
            c: {type: capture, output: [raw]}
            raw: {type: file, extension: .cr3, optional: true, output: [end]}
            end: {type: termination, termination_type: archive}
            """)
        #expect(
            try optional.lines("AB3D0001.cr3", "AB3D0002.dng") == [
                "AB3D0001 INCONSISTENT; archive INCONSISTENT 0",
                "AB3D0002 INCONSISTENT; archive INCONSISTENT 0 +AB3D0002.dng",
            ])
    }

    @Test func aNameBothRequiredAndOptionalIsRequired() throws {
        let pipeline = try ValidationCase(
            """
            c: {type: capture, output: [maybe]}
            maybe: {type: file, extension: .cr3, optional: true, output: [sure, xmp]}
            xmp: {type: file, extension: .xmp}
            sure: {type: file, extension: .cr3, output: [end]}
            end: {type: termination, termination_type: archive}
            """)
        #expect(
            try pipeline.lines("AB3D0001.jpg", "AB3D0001.xmp") == [
                "AB3D0001 PARTIAL; archive PARTIAL 50 -AB3D0001.cr3 +AB3D0001.jpg"
            ])
        #expect(try pipeline.lines("AB3D0001.cr3") == ["AB3D0001 PARTIAL; archive PARTIAL 50 -AB3D0001.xmp"])
    }

    @Test func severalMethodsAreAlternatives() throws {
        let pipeline = try ValidationCase(
            """
            c: {type: capture, output: [raw]}
            raw: {type: file, extension: .cr3, output: [edit]}
            edit: {type: process, method_ids: [HDR, BW, ""], output: [tif]}
            tif: {type: file, extension: .tif, output: [end]}
            end: {type: termination, termination_type: archive}
            """)
        #expect(
            try pipeline.lines(
                "AB3D0001.cr3", "AB3D0001-HDR.tif", "AB3D0002.cr3", "AB3D0002-BW.tif", "AB3D0003.cr3", "AB3D0003.tif",
                "AB3D0004.cr3", "AB3D0004-Edit.tif", "AB3D0005.cr3", "AB3D0005-BW.tif", "AB3D0005-HDR.tif") == [
                    "AB3D0001 CONSISTENT ready; archive CONSISTENT 100",
                    "AB3D0002 CONSISTENT ready; archive CONSISTENT 100",
                    "AB3D0003 CONSISTENT ready; archive CONSISTENT 100",
                    // Of walks that match as much, have as many nodes and lack as much, the first found is the best: HDR.
                    "AB3D0004 PARTIAL; archive PARTIAL 50 -AB3D0004-HDR.tif +AB3D0004-Edit.tif",
                    "AB3D0005 CONSISTENT_WITH_WARNING ready; archive CONSISTENT_WITH_WARNING 100 +AB3D0005-BW.tif",
                ])
    }

    @Test func completeWalksGoBeforeThoseThatMatchMoreButAreIncomplete() throws {
        let pipeline = try ValidationCase(
            """
            c: {type: capture, output: [choice]}
            choice: {type: branching, output: [long, short]}
            long: {type: file, extension: .cr3, output: [xmp, dng]}
            xmp: {type: file, extension: .xmp}
            dng: {type: file, extension: .dng, output: [tif]}
            tif: {type: file, extension: .tif, output: [end]}
            short: {type: file, extension: .cr3, output: [end]}
            end: {type: termination, termination_type: archive}
            """)
        // The long walk matches three of four, the short one is complete with one.
        #expect(
            try pipeline.lines("AB3D0001.cr3", "AB3D0001.xmp", "AB3D0001.dng") == [
                "AB3D0001 CONSISTENT_WITH_WARNING ready; archive CONSISTENT_WITH_WARNING 100 +AB3D0001.dng "
                    + "+AB3D0001.xmp"
            ])
        // Both complete: the one with most files.
        #expect(
            try pipeline.lines("AB3D0001.cr3", "AB3D0001.xmp", "AB3D0001.dng", "AB3D0001.tif") == [
                "AB3D0001 CONSISTENT ready; archive CONSISTENT 100"
            ])
        // None complete: the one with most files.
        #expect(
            try pipeline.lines("AB3D0001.dng") == [
                "AB3D0001 PARTIAL; archive PARTIAL 25 -AB3D0001.cr3 -AB3D0001.tif -AB3D0001.xmp"
            ])
    }

    @Test func amongWalksThatMatchAsMuchTheShortestThenTheOneThatLacksLeastIsTheBest() throws {
        let pipeline = try ValidationCase(
            """
            c: {type: capture, output: [choice]}
            choice: {type: branching, output: [a, d]}
            a: {type: file, extension: .cr3, output: [b]}
            b: {type: file, extension: .tif, output: [b2]}
            b2: {type: process, method_ids: [""], output: [end]}
            d: {type: file, extension: .cr3, output: [e, h1, h2]}
            h1: {type: file, extension: .jpg}
            h2: {type: file, extension: .xmp}
            e: {type: file, extension: .dng, output: [end]}
            end: {type: termination, termination_type: archive}
            """)
        // The first walk has more nodes; hanging Files do not count, so the second lacks more and still goes first.
        #expect(
            try pipeline.lines("AB3D0001.cr3") == [
                "AB3D0001 PARTIAL; archive PARTIAL 25 -AB3D0001.dng -AB3D0001.jpg -AB3D0001.xmp"
            ])
        let sameLength = try ValidationCase(
            """
            c: {type: capture, output: [choice]}
            choice: {type: branching, output: [a, d]}
            a: {type: file, extension: .cr3, output: [b, h1]}
            h1: {type: file, extension: .jpg}
            b: {type: file, extension: .tif, output: [end]}
            d: {type: file, extension: .cr3, output: [e]}
            e: {type: file, extension: .dng, output: [end]}
            end: {type: termination, termination_type: archive}
            """)
        #expect(try sameLength.lines("AB3D0001.cr3") == ["AB3D0001 PARTIAL; archive PARTIAL 50 -AB3D0001.dng"])
    }

    @Test func completionIsRoundedDown() throws {
        let pipeline = try ValidationCase(
            """
            c: {type: capture, output: [raw]}
            raw: {type: file, extension: .cr3, output: [xmp, dng]}
            xmp: {type: file, extension: .xmp}
            dng: {type: file, extension: .dng, output: [end]}
            end: {type: termination, termination_type: archive}
            """)
        #expect(
            try pipeline.lines("AB3D0001.cr3", "AB3D0001.xmp") == [
                "AB3D0001 PARTIAL; archive PARTIAL 66 -AB3D0001.dng"
            ])
    }
}
