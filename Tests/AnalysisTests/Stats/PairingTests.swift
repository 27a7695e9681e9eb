import Domain
import Testing

@testable import Analysis

/// Which sidecar belongs to which image (analysis.md, *PhotoStats*).
@Suite struct PairingTests {
    @Test func aSidecarOfTheFullNameBelongsToThatImageOnly() {
        let result = Archive.analyse("a/IMG_1.CR3", "a/IMG_1.CR3.xmp", "a/IMG_1.NEF")
        #expect(result.pairedCount == 1)
        #expect(result.orphanedImages.entries == ["a/IMG_1.NEF"])
        #expect(result.orphanedSidecars.total == 0)
        #expect(result.sharedSidecars.total == 0)
    }

    @Test func aSidecarOfTheStemBelongsToEveryImageOfIt() {
        let result = Archive.analyse("a/IMG_1.CR3", "a/IMG_1.jpg", "a/IMG_1.xmp")
        #expect(result.pairedCount == 1)
        #expect(result.orphanedImages.total == 0)
        let shared = SharedSidecar(sidecar: "a/IMG_1.xmp", images: CutList(["a/IMG_1.CR3", "a/IMG_1.jpg"]))
        #expect(result.sharedSidecars.entries == [shared])
        #expect(!result.hasIssues)
    }

    @Test func bothSchoolsForOneImageAreADoubleAndNoOrphan() {
        let result = Archive.analyse("IMG_1.CR3", "IMG_1.CR3.xmp", "IMG_1.xmp")
        let double = DoubleSidecar(image: "IMG_1.CR3", sidecars: CutList(["IMG_1.CR3.xmp", "IMG_1.xmp"]))
        #expect(result.doubleSidecars.entries == [double])
        #expect(result.orphanedSidecars.total == 0 && result.orphanedImages.total == 0)
        #expect(result.pairedCount == 1)
    }

    @Test func aSidecarWithoutAnImageIsOrphaned() {
        let result = Archive.analyse("IMG_1.CR3.xmp", "IMG_2.xmp", "IMG_2.txt", ".xmp")
        #expect(result.orphanedSidecars.entries == ["IMG_1.CR3.xmp", "IMG_2.xmp"])
        #expect(result.pairedCount == 0)
        #expect(result.totalFiles == 2)
    }

    @Test func anImageWhoseNameIsAStemTakesTheSidecarFirst() {
        let result = Archive.analyse("A.CR3", "A.CR3.NEF", "A.CR3.xmp")
        #expect(result.orphanedImages.entries == ["A.CR3.NEF"])
        #expect(result.pairedCount == 1)
    }

    @Test func anInnerExtensionWithoutItsImageIsPartOfTheStem() {
        let result = Archive.analyse("A.CR3.NEF", "A.CR3.xmp")
        #expect(result.orphanedImages.total == 0 && result.orphanedSidecars.total == 0)
    }

    @Test func onlyExtensionsThatRequireASidecarMakeOrphans() {
        let result = Archive.analyse("A.dng", "B.tif", "C.nef")
        #expect(result.orphanedImages.entries == ["C.nef"])
    }

    @Test func namesMeetWithoutCase() {
        let result = Archive.analyse("img_1.cr3", "IMG_1.XMP", "b.NEF", "B.nef.XmP", "Größe.CR3", "GRÖßE.xmp")
        #expect(result.orphanedImages.total == 0 && result.orphanedSidecars.total == 0)
        #expect(result.pairedCount == 3)
        #expect(result.fileCounts == [".cr3": 2, ".nef": 1, ".xmp": 3])
    }

    @Test func namesMeetInAnyNormalisation() {
        let result = Archive.analyse("Caf\u{E9}.CR3", "Cafe\u{301}.xmp", "\u{212B}.NEF", "a\u{30A}.xmp")
        #expect(result.orphanedImages.total == 0 && result.orphanedSidecars.total == 0)
    }

    @Test(arguments: [("\u{212A}1.CR3", "k1.xmp"), ("a\u{37E}.CR3", "A;.xmp"), ("\u{1FEF}.CR3", "`.xmp")])
    func aNameThatIsCanonicallyASCIIMeetsTheASCIIName(image: String, sidecar: String) {
        #expect(Archive.analyse(image, sidecar).pairedCount == 1)
        #expect(Archive.analyse(sidecar, image).orphanedSidecars.total == 0)
    }

    @Test func pairingStaysInsideADirectory() {
        let result = Archive.analyse("a/IMG_1.CR3", "b/IMG_1.xmp")
        #expect(result.orphanedImages.entries == ["a/IMG_1.CR3"])
        #expect(result.orphanedSidecars.entries == ["b/IMG_1.xmp"])
    }

    @Test func pairingAcrossDirectoriesLooksAtTheWholeTree() {
        let result = Archive.analyse("a/IMG_1.CR3", "b/c/IMG_1.xmp", "d/IMG_2.NEF", "IMG_2.NEF.xmp", across: true)
        #expect(result.orphanedImages.total == 0 && result.orphanedSidecars.total == 0)
        #expect(result.pairedCount == 2)
    }

    @Test func namesThatAreNoTextAreComparedAsBytes() {
        let image = Archive.file("x").path + [0xFF, 0xFE] + Array(".CR3".utf8)
        let sidecar = Archive.file("X").path + [0xFF, 0xFE] + Array(".xmp".utf8)
        let other = Archive.file("x").path + [0xFF, 0xFD] + Array(".xmp".utf8)
        let result = Archive.analyse(
            [image, sidecar, other].map { .init(path: $0, size: 1, modified: .init(milliseconds: 0)) })
        #expect(result.pairedCount == 1)
        #expect(result.orphanedSidecars.entries == ["x\\xFF\\xFD.xmp"])
    }

    @Test func manySharersAreNamedInPartAndCountedInFull() {
        let images = (0..<50).map { Archive.file("d\($0)/IMG.CR3") }
        let result = Archive.analyse(images + [Archive.file("IMG.xmp")], across: true)
        #expect(result.sharedSidecars.entries.first?.images.entries.count == SharedSidecar.namedImages)
        #expect(result.sharedSidecars.entries.first?.images.total == 50)
    }

    @Test func otherMetadataExtensionsPairLikeXMP() {
        var configuration = Archive.configuration
        configuration.metadataExtensions = [".cos", ".xmp"]
        let files = ["a.CR3", "a.cos", "b.CR3", "b.CR3.cos", "c.CR3", "c.CR3.cos", "c.xmp", "d.cos", "d.xmp"]
        let result = PhotoStats.analyse(files: FileTable(files.map { Archive.file($0) }), configuration: configuration)
        #expect(result.pairedCount == 3 && result.orphanedImages.total == 0)
        #expect(result.orphanedSidecars.entries == ["d.cos", "d.xmp"])
        #expect(result.doubleSidecars.entries.map(\.image) == ["c.CR3"])
        #expect(result.caseCollisions.total == 0)
    }

    @Test func collisionsOfOneStemAreToldApartByFolderAndExtension() {
        let result = Archive.analyse(
            "x/a.dng", "x/A.dng", "x/a.tif", "y/a.dng", "y/A.DNG", "y/a.tif", "x/a.xmp", "x/A.xmp", across: true)
        #expect(
            result.caseCollisions.entries.map(\.names.entries) == [
                ["A.dng", "a.dng"], ["A.xmp", "a.xmp"], ["A.DNG", "a.dng"],
            ])
        #expect(result.caseCollisions.entries.map(\.directory) == ["x", "x", "y"])
    }
}
