import Testing

@testable import Analysis

/// Which files are an image's, and how their names are compared (analysis.md, *An image's files*, *Comparing names*).
@Suite struct ImageFilesTests {
    private static let edited = """
        c: {type: capture, output: [raw]}
        raw: {type: file, extension: .cr3, output: [xmp, edit]}
        xmp: {type: file, extension: .xmp}
        edit: {type: process, method_ids: [Edit], output: [tif]}
        tif: {type: file, extension: .tif, output: [own, end]}
        own: {type: file, extension: .xmp}
        end: {type: termination, termination_type: archive}
        """

    @Test(arguments: [
        ["AB3D0001.cr3", "AB3D0001.xmp", "AB3D0001-Edit.tif", "AB3D0001-Edit.xmp"],
        // Without case, but for the camera, whose letters are capitals.
        ["AB3D0001.CR3", "AB3D0001.XMP", "AB3D0001-edit.TIF", "AB3D0001-EDIT.Xmp"],
        // The other school of sidecars, for processed files too; and metadata extensions and images in any folders.
        ["a/AB3D0001.cr3", "b/AB3D0001.CR3.xmp", "c/d/AB3D0001-Edit.tif", "AB3D0001-edit.tif.XMP"],
        // Both schools are one name, and so is a copy in another folder.
        [
            "a/AB3D0001.cr3", "b/AB3D0001.cr3", "AB3D0001.cr3.xmp", "AB3D0001.xmp", "AB3D0001-Edit.tif",
            "AB3D0001-Edit.tif.xmp",
        ],
    ])
    func namesThatAreTheSame(files: [String]) throws {
        let result = try ValidationCase(Self.edited).result(files)
        #expect(result.images.entries.map(\.line) == ["AB3D0001 CONSISTENT ready; archive CONSISTENT 100"])
        #expect(result.totalFiles == files.count && result.totalImages == 1 && result.totalGroups == 1)
    }

    @Test func theSeparateImageIsMovedBehindTheMethods() throws {
        let pipeline = try ValidationCase(Self.edited)
        for tif in ["AB3D0001-2-Edit.tif", "AB3D0001-Edit-2.tif"] {
            for sidecar in ["AB3D0001-2-Edit.xmp", "AB3D0001-Edit-2.tif.xmp"] {
                #expect(
                    try pipeline.lines("AB3D0001-2.cr3", "AB3D0001-2.xmp", tif, sidecar) == [
                        "AB3D0001-2 CONSISTENT ready; archive CONSISTENT 100"
                    ])
            }
        }
        #expect(
            try pipeline.lines("AB3D0001-2.cr3") == [
                "AB3D0001-2 PARTIAL; archive PARTIAL 25 -AB3D0001-2.xmp -AB3D0001-Edit-2.tif -AB3D0001-Edit-2.xmp"
            ])
    }

    @Test func separateImagesAreImagesOfTheirOwn() throws {
        let result = try ValidationCase(Self.edited).result([
            "AB3D0001.cr3", "AB3D0001-2.cr3", "AB3D0001-10.cr3", "AB3D0001-01.cr3", "AB3D0001.xmp",
            "AB3D0001-2.cr3.xmp",
            "AB3D0002.cr3",
        ])
        #expect(
            result.images.entries.map(\.baseFilename) == [
                "AB3D0001", "AB3D0001-01", "AB3D0001-10", "AB3D0001-2", "AB3D0002",
            ])
        #expect(result.totalImages == 5 && result.totalGroups == 2 && result.totalFiles == 7)
        #expect(result.images.entries.map { $0.terminations[0].completionPercentage } == [50, 25, 25, 50, 25])
    }

    @Test func onlyTheFirstNumberIsTheSeparateImageFurtherOnesAreMethods() throws {
        let pipeline = try ValidationCase(
            """
            c: {type: capture, output: [tif]}
            tif: {type: file, extension: .tif, output: [end]}
            end: {type: termination, termination_type: archive}
            """)
        #expect(
            try pipeline.lines("AB3D0001-2.tif", "AB3D0001-2-3.tif", "AB3D0001-3-2.tif", "AB3D0001-3.tif") == [
                "AB3D0001-2 CONSISTENT_WITH_WARNING ready; archive CONSISTENT_WITH_WARNING 100 +AB3D0001-2-3.tif",
                "AB3D0001-3 CONSISTENT_WITH_WARNING ready; archive CONSISTENT_WITH_WARNING 100 +AB3D0001-3-2.tif",
            ])
    }

    @Test func theOrderAndTheNumberOfMethodsCount() throws {
        let pipeline = try ValidationCase(
            """
            c: {type: capture, output: [one]}
            one: {type: process, method_ids: [HDR], output: [two]}
            two: {type: process, method_ids: [BW], output: [tif]}
            tif: {type: file, extension: .tif, output: [end]}
            end: {type: termination, termination_type: archive}
            """)
        #expect(
            try pipeline.lines("AB3D0001-HDR-BW.tif", "AB3D0002-BW-HDR.tif", "AB3D0003-HDR-HDR-BW.tif").map {
                $0.prefix(20)
            } == ["AB3D0001 CONSISTENT ", "AB3D0002 INCONSISTEN", "AB3D0003 INCONSISTEN"])
    }

    @Test func sidecarsAloneAreNoImageAndThoseOfOthersAreNotCounted() throws {
        let result = try ValidationCase(Self.edited).result([
            "AB3D0001.xmp", "AB3D0002.cr3", "AB3D0002-2.xmp", "AB3D0002.cr3.cr3.xmp", "holiday.xmp", "AB3D0002.txt",
            "AB3D0002.txt.xmp", "ab3d0002.xmp",
        ])
        #expect(
            result.images.entries.map(\.line) == [
                "AB3D0002 PARTIAL; archive PARTIAL 25 -AB3D0002-Edit.tif -AB3D0002-Edit.xmp -AB3D0002.xmp"
            ])
        #expect(result.totalFiles == 1)
    }

    @Test func otherMetadataExtensionsAreSidecarsAsWell() throws {
        let pipeline = try ValidationCase(
            """
            c: {type: capture, output: [raw]}
            raw: {type: file, extension: .cr3, output: [own, end]}
            own: {type: file, extension: .pp3}
            end: {type: termination, termination_type: archive}
            """)
        #expect(
            try pipeline.lines("AB3D0001.cr3", "AB3D0001.cr3.pp3", "AB3D0001.xmp") == [
                "AB3D0001 CONSISTENT_WITH_WARNING ready; archive CONSISTENT_WITH_WARNING 100 +AB3D0001.xmp"
            ])
    }

    @Test func extraFilesAreNamedAsTheyAreOnceEach() throws {
        #expect(
            try ValidationCase(Self.edited).lines(
                "AB3D0001.CR3", "x/AB3D0001-2.dng", "a/AB3D0001-BW.tif", "b/AB3D0001-BW.tif", "AB3D0001-bw.TIF",
                "AB3D0001-BW.tif.XMP") == [
                    "AB3D0001 PARTIAL; archive PARTIAL 25 -AB3D0001-Edit.tif -AB3D0001-Edit.xmp -AB3D0001.xmp "
                        + "+AB3D0001-BW.tif +AB3D0001-BW.tif.XMP +AB3D0001-bw.TIF",
                    "AB3D0001-2 INCONSISTENT; archive INCONSISTENT 0 -AB3D0001-2.cr3 -AB3D0001-2.xmp "
                        + "-AB3D0001-Edit-2.tif -AB3D0001-Edit-2.xmp +AB3D0001-2.dng",
                ])
    }

    @Test func invalidNamesAreListedAndBelongToNoImage() throws {
        let result = try ValidationCase(Self.edited).result(["in/ab3d0001.cr3", "AB3D0000.tif", "AB3D0001.cr3"])
        #expect(result.totalImages == 1 && result.totalFiles == 3)
        #expect(result.invalidFiles.entries.map(\.path) == ["AB3D0000.tif", "in/ab3d0001.cr3"])
        #expect(result.invalidFiles.entries.map(\.code) == [.counterZero, .cameraLowercase])
    }

    @Test func separateImageIDsMayBeLongerThanANumber() throws {
        let long = String(repeating: "1234567890", count: 4)
        #expect(
            try ValidationCase(Self.edited).lines(
                "AB3D0001-\(long).cr3", "AB3D0001-\(long).xmp", "AB3D0001-\(long)-Edit.tif",
                "AB3D0001-Edit-\(long).xmp",
                "AB3D0001-\(long)1.cr3"
            ).map { $0.split(separator: ";")[0] } == [
                "AB3D0001-\(long) CONSISTENT ready", "AB3D0001-\(long)1 PARTIAL",
            ])
    }
}
