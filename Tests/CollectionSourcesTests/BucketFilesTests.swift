import Domain
import S3
import TestSupport
import Testing

@testable import CollectionSources

/// Keys by chance, in any order: every one is a file of that very path, or left out for a reason.
struct BucketFilesTests {
    private static let names = ["/", "/", "/", ".", "..", "a", "b", "@eaDir", "._", "\u{0}", "é", "#recycle"].map {
        Array($0.utf8)
    }

    private static func keys(_ random: RepeatableRandom) -> [[UInt8]] {
        let keys = (0..<60).map { _ -> [UInt8] in
            (0..<1 + Int(random.next() % 8)).flatMap { _ in
                let pick = Int(random.next() % UInt64(names.count + 1))
                return pick < names.count ? names[pick] : random.bytes(1)
            }
        }
        return Array(Set(keys))
    }

    private static func isLeftOut(_ key: [UInt8]) -> Bool {
        let parts = key.split(separator: slash, omittingEmptySubsequences: false).map(Array.init)
        return parts.last == [] || parts.contains { $0.withUnsafeBufferPointer { SkipRules.default.match($0) != nil } }
    }

    @Test("Paths are the keys, and a folder has one number", arguments: [true, false])
    func paths(isUnordered: Bool) throws {
        let random = RepeatableRandom(seed: 21)
        for _ in 0..<200 {
            var keys = Self.keys(random)
            keys.sort { $0.lexicographicallyPrecedes($1) }
            if isUnordered { keys.reverse() }
            var files = BucketFiles(prefix: [], rules: .default, isUnordered: false)
            var range = KeyRange()
            for start in stride(from: 0, to: keys.count, by: 7) {
                var page = ObjectPage()
                for key in keys[start...].prefix(7) { page.append(key, size: 1, modified: 2) }
                #expect(try !files.take(page, of: &range))
            }
            let found = files.table.map(\.path)
            let expected = keys.filter { !Self.isLeftOut($0) }
            #expect(found.count == expected.count && Set(found) == Set(expected))
            var numbers: [[UInt8]: Set<FileTable.Folder>] = [:]
            for file in files.table.indices {
                numbers[files.table.path(of: files.table.folder(file)), default: []].insert(files.table.folder(file))
            }
            #expect(numbers.values.allSatisfy { $0.count == 1 } && files.hasKeys)
        }
    }

    @Test("A page whose keys are longer than a name can be, or lie elsewhere, is refused")
    func refused() {
        for key in [[UInt8](repeating: 97, count: 65_536), Array("b/x".utf8)] {
            var files = BucketFiles(prefix: Array("a".utf8), rules: .default, isUnordered: false)
            var range = KeyRange()
            var page = ObjectPage()
            page.append(key, size: 1, modified: 2)
            #expect(throws: PlaceFailure.self) { try files.take(page, of: &range) }
        }
    }

    @Test("Known folders are shared out evenly, and what is behind the last stays whole")
    func splits() {
        var range = KeyRange()
        range.end = Array("z".utf8)
        range.expect((10..<20).map { Array("\($0)/".utf8) }, areAll: false)
        let parts = range.split(into: 3)
        #expect(parts.map { String(decoding: $0.last, as: UTF8.self) } == ["12/", "15/", "17/"])
        #expect(parts.map { String(decoding: $0.end ?? [], as: UTF8.self) } == ["15/", "17/", "z"])
        #expect(range.end == Array("12/".utf8) && range.levels(below: []) == [])
        #expect(parts[2].levels(below: []) == [[], Array("17/".utf8)])
        #expect(parts[0].levels(below: []) == [Array("12/".utf8)])
    }
}
