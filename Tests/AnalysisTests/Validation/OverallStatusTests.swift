import Testing

@testable import Analysis

/// The overall status, archival-ready images, and what the termination types share (analysis.md, *Overall*).
@Suite struct OverallStatusTests {
    private static let choice = """
        c: {type: capture, output: [raw]}
        raw: {type: file, extension: .cr3, output: [choice]}
        choice: {type: branching, output: [tif, jpg]}
        tif: {type: file, extension: .tif, output: [archive]}
        jpg: {type: file, extension: .jpg, output: [web]}
        archive: {type: termination, termination_type: archive}
        web: {type: termination, termination_type: web}
        """

    @Test func typesBehindABranchingAreAlternativesOfWhichTheBestCounts() throws {
        #expect(
            try ValidationCase(Self.choice).lines(
                "AB3D0001.cr3", "AB3D0001.tif", "AB3D0002.cr3", "AB3D0002.jpg", "AB3D0003.cr3", "AB3D0004.cr3",
                "AB3D0004.tif", "AB3D0004.jpg") == [
                    "AB3D0001 CONSISTENT ready; archive CONSISTENT 100; web PARTIAL 50 -AB3D0001.jpg +AB3D0001.tif",
                    "AB3D0002 CONSISTENT ready; archive PARTIAL 50 -AB3D0002.tif +AB3D0002.jpg; web CONSISTENT 100",
                    "AB3D0003 PARTIAL; archive PARTIAL 50 -AB3D0003.tif; web PARTIAL 50 -AB3D0003.jpg",
                    "AB3D0004 CONSISTENT_WITH_WARNING ready; archive CONSISTENT_WITH_WARNING 100 +AB3D0004.jpg; "
                        + "web CONSISTENT_WITH_WARNING 100 +AB3D0004.tif",
                ])
    }

    @Test func overAllOtherTypesTheWorstCountsAndArchivalReadyDiffersFromTheOverallStatus() throws {
        let both = try ValidationCase(
            Self.choice.replacing("type: branching", with: "type: process, method_ids: [\"\"]"))
        let result = try both.result([
            "AB3D0001.cr3", "AB3D0001.tif", "AB3D0002.cr3", "AB3D0002.tif", "AB3D0002.jpg", "AB3D0003.cr3",
        ])
        #expect(
            result.images.entries.map(\.line) == [
                // Every file that the one wants is there, but the other is as much wanted.
                "AB3D0001 PARTIAL ready; archive CONSISTENT 100; web PARTIAL 50 -AB3D0001.jpg +AB3D0001.tif",
                "AB3D0002 CONSISTENT_WITH_WARNING ready; archive CONSISTENT_WITH_WARNING 100 +AB3D0002.jpg; "
                    + "web CONSISTENT_WITH_WARNING 100 +AB3D0002.tif",
                "AB3D0003 PARTIAL; archive PARTIAL 50 -AB3D0003.tif; web PARTIAL 50 -AB3D0003.jpg",
            ])
        #expect(result.archivalReadyCount == 2)
        #expect(result.statusCounts[.partial] == 2 && result.statusCounts[.consistentWithWarning] == 1)
    }

    @Test func groupsOfAlternativesThatShareATypeAreOneAndTheWorstGroupCounts() throws {
        // {archive, web} and {web, print} are one group; `proof` is one of its own.
        let pipeline = try ValidationCase(
            """
            c: {type: capture, output: [one, two, jpg]}
            one: {type: branching, output: [cr3, dng]}
            two: {type: branching, output: [dng, tif]}
            cr3: {type: file, extension: .cr3, output: [archive]}
            dng: {type: file, extension: .dng, output: [web]}
            tif: {type: file, extension: .tif, output: [print]}
            jpg: {type: file, extension: .jpg, output: [proof]}
            archive: {type: termination, termination_type: archive}
            web: {type: termination, termination_type: web}
            print: {type: termination, termination_type: print}
            proof: {type: termination, termination_type: proof}
            """)
        let result = try pipeline.result(["AB3D0001.cr3", "AB3D0002.tif", "AB3D0002.jpg", "AB3D0003.jpg"])
        #expect(
            result.images.entries.map { $0.line.prefix { $0 != ";" } } == [
                // Its alternatives are fine, but `proof` has nothing.
                "AB3D0001 INCONSISTENT ready", "AB3D0002 CONSISTENT_WITH_WARNING ready", "AB3D0003 INCONSISTENT ready",
            ])
    }

    @Test func severalTerminationsOfOneTypeAreOneTypeWithTheBestWalkOfAll() throws {
        let pipeline = try ValidationCase(
            Self.choice.replacing("termination_type: web", with: "termination_type: archive"))
        let result = try pipeline.result(["AB3D0001.cr3", "AB3D0001.jpg", "AB3D0002.cr3", "AB3D0002.tif"])
        #expect(
            result.images.entries.map(\.line) == [
                "AB3D0001 CONSISTENT ready; archive CONSISTENT 100",
                "AB3D0002 CONSISTENT ready; archive CONSISTENT 100",
            ])
        #expect(result.byTermination.keys.sorted() == ["archive"])
    }

    @Test func everyImageCountsOnceAgainstEveryType() throws {
        let result = try ValidationCase(Self.choice).result([
            "AB3D0001.cr3", "AB3D0001.tif", "AB3D0002.cr3", "AB3D0003.dng", "AB3D0004.jpg",
        ])
        #expect(
            result.byTermination["archive"].map { counts in ValidationStatus.allCases.map { counts[$0] } } == [
                1, 0, 1, 2,
            ])
        #expect(
            result.byTermination["web"].map { counts in ValidationStatus.allCases.map { counts[$0] } } == [0, 0, 3, 1])
        #expect(ValidationStatus.allCases.map { result.statusCounts[$0] } == [1, 0, 2, 1])
    }
}
