import Domain
import TestSupport
import Testing

@testable import Analysis

/// Files by group and image, with their sidecars.
@Suite struct ImageIndexTests {
    /// Group → separate image → its photos and behind a bar its sidecars.
    private func shown(_ paths: [String], withSidecars: Bool = true) -> [String: [String: String]] {
        let files = FileTable(paths.map { Archive.file($0) })
        let index = ImageIndex(
            files: files, extensions: ExtensionTable(Archive.configuration), withSidecars: withSidecars)
        var shown: [String: [String: String]] = [:]
        for group in index.groups {
            for image in group.images {
                let parts = [image.photos, image.sidecars].map { range in
                    index.entries[range].map { displayText(files.path(Int($0.file))) }.sorted().joined(separator: " ")
                }
                let id = index.separateID(index.entries[image.photos.lowerBound])
                #expect(shown[group.id]?[id] == nil, "an image came twice")
                shown[group.id, default: [:]][id] = parts.joined(separator: "|")
            }
        }
        return shown
    }

    @Test func sidecarsOfBothSchoolsBelongToTheImageThatTheirStemNames() {
        let found = shown([
            "AB3D0001.cr3", "AB3D0001-HDR.dng", "AB3D0001.xmp", "x/AB3D0001-HDR.dng.xmp", "AB3D0001-BW.xmp",
            "AB3D0001-2.cr3", "AB3D0001-2.CR3.XMP", "AB3D0001-HDR-2.xmp",
        ])
        #expect(
            found == [
                "AB3D0001": [
                    "": "AB3D0001-HDR.dng AB3D0001.cr3|AB3D0001-BW.xmp AB3D0001.xmp x/AB3D0001-HDR.dng.xmp",
                    "2": "AB3D0001-2.cr3|AB3D0001-2.CR3.XMP AB3D0001-HDR-2.xmp",
                ]
            ])
    }

    @Test(arguments: [
        "AB3D0001.jpeg.xmp", "AB3D0001.v2.xmp", "ab3d0001.xmp", "AB3D0001-.xmp", "AB3D0001.cr3.cr3.xmp", ".xmp",
        "AB3D0001.xmp.xmp", "AB3D0002.xmp", "AB3D0001-1.xmp",
    ])
    func otherSidecarsBelongToNone(sidecar: String) {
        #expect(shown(["AB3D0001.cr3", sidecar]) == ["AB3D0001": ["": "AB3D0001.cr3|"]])
    }

    @Test func aSidecarAloneIsNoImageAndNoInvalidFile() {
        let files = FileTable([Archive.file("AB3D0001.xmp"), Archive.file("ab3d.xmp"), Archive.file("AB3D0002-1.xmp")])
        let index = ImageIndex(files: files, extensions: ExtensionTable(Archive.configuration), withSidecars: true)
        #expect(index.groups.first { _ in true } == nil && index.invalid.isEmpty)
        #expect(shown(["AB3D0001.cr3", "AB3D0001-2.xmp"]) == ["AB3D0001": ["": "AB3D0001.cr3|"]])
    }

    @Test func withoutSidecarsThereAreNone() {
        #expect(shown(["AB3D0001.cr3", "AB3D0001.xmp"], withSidecars: false) == ["AB3D0001": ["": "AB3D0001.cr3|"]])
    }

    @Test func longIDsAreToldApartBehindTheirSixteenthDigit() {
        let long = "1234567890123456"
        let ids = ["", "1", "01", "2", "10", long, long + "0", long + "1", long + "10", long + "01"]
        let found = shown(ids.flatMap { id in ["AB3D0001-\(id).dng", "y/AB3D0001-\(id).cr3"] } + ["AB3D0001.dng"])
        #expect(Set(found["AB3D0001", default: [:]].keys) == Set(ids))
        #expect(found["AB3D0001"]?[long + "1"] == "AB3D0001-\(long)1.dng y/AB3D0001-\(long)1.cr3|")
    }

    @Test func groupsAndImagesComeInTheOrderOfTheirText() {
        let names = [
            "ZZZZ0001", "0000 9", "AB3D0002", "AB3D0001-10", "AB3D0001-2", "AB3D0001", "AB3D0001-1", "00AA9999",
        ]
        let files = FileTable(names.map { Archive.file($0 + ".dng") })
        let index = ImageIndex(files: files, extensions: ExtensionTable(Archive.configuration))
        let order = index.groups.flatMap { group in
            group.images.map { group.id + "-" + index.separateID(index.entries[$0.photos.lowerBound]) }
        }
        #expect(
            order == ["00AA9999-", "AB3D0001-", "AB3D0001-1", "AB3D0001-10", "AB3D0001-2", "AB3D0002-", "ZZZZ0001-"])
        #expect(index.invalid.map(\.code) == [.tooShort])
    }
}
