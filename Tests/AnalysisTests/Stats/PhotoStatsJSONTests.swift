import Domain
import Testing
import Wire

@testable import Analysis

/// The results object: names of analysis.md, integers only, lists that are cut.
@Suite struct PhotoStatsJSONTests {
    /// The results object, which must be canonical as it is written.
    private func json(_ result: PhotoStatsResult) throws -> JSONValue {
        var writer = JSONWriter()
        result.write(to: &writer)
        let value = try JSONParser.parse(writer.bytes)
        #expect(CanonicalJSON.encode(value) == writer.bytes)
        return value
    }

    @Test func everyMemberHasItsNameAndSort() throws {
        let json = try json(Archive.analyse("d/a.CR3", "d/a.CR3.xmp", "d/a.xmp", "b.nef", "c.xmp"))
        #expect(json["total_files"] == 5)
        #expect(json["total_size"] == 50)
        #expect(json["file_counts"] == [".cr3": 1, ".nef": 1, ".xmp": 3])
        #expect(json["storage_by_type"] == [".cr3": 10, ".nef": 10, ".xmp": 30])
        #expect(json["paired_count"] == 1)
        #expect(json["orphaned_images_count"] == 1)
        #expect(json["orphaned_images"] == ["b.nef"])
        #expect(json["orphaned_xmp_count"] == 1)
        #expect(json["orphaned_xmp"] == ["c.xmp"])
        #expect(
            json["double_sidecars"] == [
                ["image": "d/a.CR3", "sidecars": ["d/a.CR3.xmp", "d/a.xmp"], "sidecars_count": 2]
            ])
        #expect(json["shared_sidecars"] == [] && json["empty_files"] == [] && json["case_collisions"] == [])
        #expect(json["newest_file"] == ["path": "b.nef", "modified": "1970-01-01T00:16:40.000Z"])
        #expect(json["oldest_file"] == json["newest_file"])
        #expect(json["warnings"] == [] && json["skipped"] == [:] && json["scan_seconds"] == 0)
        #expect(json["truncated"] == nil)
    }

    @Test func anEmptyCollectionHasNoNewestFile() throws {
        #expect(try json(Archive.analyse())["newest_file"] == .some(.null))
    }

    @Test func noNumberIsAFraction() throws {
        func integersOnly(_ value: JSONValue) -> Bool {
            switch value {
            case .number: false
            case .array(let elements): elements.allSatisfy(integersOnly)
            case .object(let members): members.values.allSatisfy(integersOnly)
            default: true
            }
        }
        #expect(try integersOnly(json(Archive.analyse("a.CR3", "b.xmp", "A.cr3"))))
    }

    @Test func aLongListIsCutAndItsCountStaysExact() throws {
        let total = PhotoStatsResult.listLimit + 5
        let json = try json(Archive.analyse((0..<total).map { Archive.file("\($0).cr3") }))
        #expect(json["orphaned_images_count"] == .integer(Int64(total)))
        #expect(json["orphaned_images"]?.arrayValue?.count == PhotoStatsResult.listLimit)
        #expect(json["truncated"] == ["orphaned_images": .integer(Int64(total))])
    }

    @Test func aListOfLongPathsIsCutByItsBytes() throws {
        let folder = String(repeating: "x", count: 4000)
        let json = try json(Archive.analyse((0..<2000).map { Archive.file("\(folder)/\($0).cr3") }))
        let paths = json["orphaned_images"]?.arrayValue ?? []
        #expect(paths.count < 1251 && paths.count > 1200)
        #expect(json["truncated"] == ["orphaned_images": 2000])
    }

    @Test func aListOfPathsThatGrowAsJSONIsCutByWhatTheyGrowTo() throws {
        let folder = String(repeating: "\u{1}\"", count: 1000)
        var writer = JSONWriter()
        Archive.analyse((0..<2000).map { Archive.file("\(folder)/\($0).cr3") }).write(to: &writer)
        #expect(writer.bytes.count > 4_900_000 && writer.bytes.count < 5_030_000)
    }

    @Test func whatSidecarsSayStandsInTheResultsWhereTheyWereRead() throws {
        let reader = SidecarReader()
        reader.refuse(1, "it is larger than 16 MiB")
        let files = FileTable([Archive.file("a.CR3"), Archive.file("a.xmp")])
        let result = PhotoStats.analyse(
            files: files, configuration: Archive.configuration, sidecars: reader.contents)
        let json = try json(result)
        #expect(
            json["broken_sidecars"] == [
                ["path": "a.xmp", "line": 1, "column": 1, "reason": "it is larger than 16 MiB"]
            ])
        for name in ["ratings", "labels", "creator_tools", "cameras", "lenses"] {
            #expect(json[name] == [:])
            #expect(try self.json(Archive.analyse("a.xmp"))[name] == nil)
        }
    }

    @Test func manyOfEachFindingAreCountedInFull() throws {
        let total = 30_000
        let files = (0..<total).flatMap { number in
            ["\(number)/a.CR3", "\(number)/a.dng", "\(number)/A.DNG", "\(number)/a.CR3.xmp", "\(number)/a.xmp"].map {
                Archive.file($0, size: 0)
            }
        }
        let result = Archive.analyse(files)
        #expect(result.doubleSidecars.total == total && result.caseCollisions.total == total)
        #expect(result.sharedSidecars.total == total && result.emptyFiles.total == total * 5)
        #expect(result.orphanedImages.total == 0 && result.pairedCount == total)
        var writer = JSONWriter()
        result.write(to: &writer)
        #expect(writer.bytes.count < 50_000_000)
    }
}
