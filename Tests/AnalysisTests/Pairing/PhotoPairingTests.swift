import Domain
import Testing

@testable import Analysis

/// The results beyond what the documented examples show: options, limits, warnings.
@Suite struct PhotoPairingTests {
    private func analyse(
        _ paths: [String], _ configuration: ToolConfiguration = Archive.configuration,
        listing: PhotoPairing.GroupListing = .omitted
    ) -> PhotoPairingResult {
        PhotoPairing.analyse(
            files: FileTable(paths.map { Archive.file($0) }), configuration: configuration,
            options: .init(imageGroups: listing))
    }

    @Test func anEmptyListingGivesAnEmptyResult() throws {
        let result = analyse([])
        #expect(result == PhotoPairingResult() && !result.hasIssues)
        let json = try writtenJSON(result.write)
        #expect(
            Set(json.objectValue?.keys ?? [:].keys) == [
                "ambiguous_groups", "camera_usage", "cameras", "file_count", "group_count", "image_count",
                "invalid_files", "invalid_files_count", "method_usage", "scan_seconds", "skipped", "total_files",
                "warnings",
            ])
    }

    @Test func whatTheListingSaidIsHandedThrough() throws {
        let result = PhotoPairing.analyse(
            files: FileTable(), configuration: .builtIn, skipped: ["._*": 3], warnings: ["w"], scanSeconds: 7)
        let json = try writtenJSON(result.write)
        #expect(json["skipped"] == ["._*": 3] && json["scan_seconds"] == 7 && json["warnings"] == ["w"])
        #expect(result.issueCount == 1)
    }

    @Test func groupsAreListedOnRequestOnly() {
        #expect(analyse(["AB3D0001.dng"]).imageGroups == nil)
        #expect(analyse(["AB3D0001.dng"], listing: .whereComplete).imageGroups?.total == 1)
        #expect(analyse([], listing: .listed).imageGroups == CutList())
    }

    @Test func groupsThatDoNotFitAreCutOrLeftOut() throws {
        let folder = String(repeating: "x", count: 60_000)
        let paths = (1...100).map { "\(folder)/AB3D\($0 + 1000).dng" }
        let cut = analyse(paths, listing: .listed)
        #expect(cut.imageGroups?.total == 100 && (80...85).contains(cut.imageGroups?.entries.count ?? 0))
        #expect(try writtenJSON(cut.write)["truncated"] == ["imagegroups": 100])
        #expect(analyse(paths, listing: .whereComplete).imageGroups == nil)
    }

    @Test func oneNameInThreeFoldersIsOneDuplicate() {
        let names = ["a/AB3D0001-2.dng", "b/ab/AB3D0001-2.DNG", "AB3D0001-2.dng", "a/AB3D0001.dng", "b/AB3D0001-2.cr3"]
        let result = analyse(names)
        let wanted = DuplicateName(
            filename: "AB3D0001-2.dng", paths: CutList(["AB3D0001-2.dng", "a/AB3D0001-2.dng", "b/ab/AB3D0001-2.DNG"]))
        #expect(result.ambiguousGroups.entries == [AmbiguousGroup(id: "AB3D0001", duplicates: CutList([wanted]))])
        #expect(result.fileCount == 5 && result.imageCount == 2 && result.issueCount == 1)
    }

    @Test func namesThatDifferInCaseWithinOneFolderAreNoDuplicate() {
        #expect(analyse(["a/AB3D0001.dng", "a/AB3D0001.DNG", "b/AB3D0001.cr3"]).ambiguousGroups.total == 0)
        #expect(analyse(["a/AB3D0001-HDR.dng", "b/AB3D0001-hdr.dng"]).ambiguousGroups.total == 1)
    }

    @Test func manyDuplicatesAreCutAndCounted() {
        let result = analyse((0..<30).flatMap { folder in (1...25).map { "\(folder)/AB3D0001-\($0)-x.dng" } })
        let group = result.ambiguousGroups.entries.first
        #expect(group?.duplicates.total == 25 && group?.duplicates.entries.count == 20)
        #expect(group?.duplicates.entries.first?.paths.total == 30)
        #expect(group?.duplicates.entries.first?.paths.entries.count == 20)
        #expect(group?.duplicates.entries.first?.paths.entries.first == "0/AB3D0001-1-x.dng")
    }

    @Test func settingsThatFitNoNameAreWarnings() {
        var configuration = Archive.configuration
        let camera = CameraMapping(name: "C")
        configuration.cameraMappings = ["AB3D": camera, "ab3d": camera, "AB3": camera, "AB3D0": camera, "A-BC": camera]
        configuration.processingMethods = ["HDR": "H", "a-b": "x", "ö": "x", "2": "two", "": "nothing", "a b_c": "d"]
        let warnings = analyse([], configuration).warnings.entries
        #expect(
            warnings.map { String($0.prefix { $0 != " " }) } == [
                "camera_mappings.A-BC", "camera_mappings.AB3", "camera_mappings.AB3D0", "camera_mappings.ab3d",
                "processing_methods.a-b", "processing_methods.ö",
            ])
    }

    @Test func methodsWithoutADescriptionAreKnown() {
        var configuration = Archive.configuration
        configuration.processingMethods = ["HDR": "High", "BW": ""]
        let result = analyse(["AB3D0001-HDR-BW-x.dng", "AB3D0001-x.dng", "AB3D0002-x-2.dng"], configuration)
        #expect(result.undescribedMethods == CutMap(["BW": 1, "x": 2]))
        #expect(result.methodUsage == CutMap(["High": 1, "BW": 1, "x": 2]))
    }

    @Test func aMapTooLargeKeepsItsLargestValues() {
        let long = String(repeating: "m", count: 100_000)
        let map = CutMap(
            of: Dictionary(uniqueKeysWithValues: (0..<60).map { ("\(long)\($0)", $0 / 2) }), weight: { $0 })
        #expect(map.total == 60 && map.entries.count == 49)
        #expect(map.entries["\(long)11"] == nil && map.entries["\(long)10"] == 5 && map.entries["\(long)59"] == 29)
    }

    @Test func manyInvalidFilesAreCutToTheFirstPaths() throws {
        let total = PhotoStatsResult.listLimit + 5
        let result = analyse((0..<total).reversed().map { "\(1_000_000 + $0).dng" })
        #expect(result.invalidFiles.total == total && result.invalidFiles.entries.first?.path == "1000000.dng")
        #expect(result.invalidCounts == [.tooShort: total])
        let json = try writtenJSON(result.write)
        #expect(json["invalid_files_count"] == .integer(Int64(total)))
        #expect(json["truncated"] == ["invalid_files": .integer(Int64(total))])
    }

    @Test func theFirstOfManyAreThoseOfAFullSort() {
        let files = FileTable((0..<1000).map { Archive.file("\($0 * 7919 % 1000)/a.dng") })
        let all = (0..<Int32(1000)).map { $0 }
        let order = LazyPathOrder(files)
        var sorted = all
        order.sort(&sorted)
        #expect(order.first(20, of: all) == Array(sorted.prefix(20)))
        #expect(order.first(2000, of: all) == sorted)
    }
}
