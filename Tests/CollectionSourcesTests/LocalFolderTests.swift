import Domain
import Synchronization
import TestSupport
import Testing

@testable import CollectionSources

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What a listing of a real folder says.
@Suite struct LocalFolderTests {
    private let tree: RealTree

    init() throws {
        tree = try RealTree()
    }

    @Test func everyFileIsListedWithSizeAndTime() throws {
        try tree.file("a.dng", size: 5)
        try tree.folder("d")
        try tree.folder("d/e")
        try tree.file("d/e/b.xmp", size: 7_000_000)
        let times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1_700_000_000, tv_nsec: 123_999_999)]
        try RealTree.check(utimensat(AT_FDCWD, tree.path + "/a.dng", times, 0))
        let listing = try tree.list()
        #expect(listing.paths == ["a.dng", "d/e/b.xmp"])
        let first = try #require(listing.files.first { $0.path == Array("a.dng".utf8) })
        #expect(first.size == 5)
        #expect(first.modified == Timestamp(milliseconds: 1_700_000_000_123))
        #expect(listing.files.map(\.size).reduce(0, +) == 7_000_005)
        #expect(listing.warnings.isEmpty && listing.skipped.isEmpty)
    }

    @Test(arguments: [
        (Int.max, "9999-12-31T23:59:59.999Z"), (253_402_300_800, "9999-12-31T23:59:59.999Z"),
        (253_402_300_799, "9999-12-31T23:59:59.000Z"), (-1, "1969-12-31T23:59:59.000Z"),
        (-62_167_219_200, "0000-01-01T00:00:00.000Z"), (Int.min, "0000-01-01T00:00:00.000Z"),
    ])
    func aTimeThatNoDateCanSayIsTheNearestThatOneCan(seconds: Int, date: String) {
        var status = stat()
        #if canImport(Darwin)
        status.st_mtimespec.tv_sec = seconds
        #else
        status.st_mtim.tv_sec = seconds
        #endif
        #expect(Timestamp(milliseconds: status.modifiedMilliseconds).description == date)
    }

    @Test func anEmptyFolderIsAListingWithoutFiles() throws {
        #expect(try tree.list().files.isEmpty)
    }

    @Test func whatSystemsLeaveBehindIsSkippedAndCounted() throws {
        for name in ["._a.dng", "._b.dng", ".DS_Store", "Thumbs.db", "a.dng", ".hidden.dng", "Thumbs.dbx"] {
            try tree.file(name)
        }
        for folder in ["@eaDir", ".Trash-1000", "#recycle", ".zfs", "sub"] {
            try tree.folder(folder)
            try tree.file(folder + "/x.dng")
        }
        let listing = try tree.list()
        #expect(listing.paths == [".hidden.dng", "Thumbs.dbx", "a.dng", "sub/x.dng"])
        #expect(
            listing.skipped == [
                "._*": 2, ".DS_Store": 1, "Thumbs.db": 1, "@eaDir": 1, ".Trash*": 1, "#recycle": 1, ".zfs": 1,
            ])
    }

    @Test func otherRulesMayBeGiven() throws {
        try tree.file(".DS_Store")
        try tree.file("a.tmp")
        let folder = LocalFolder(path: tree.path, roots: AuthorizedRoots([tree.path]), skipping: SkipRules(["a.*"]))
        let listing = try folder.list()
        #expect(listing.paths == [".DS_Store"])
        #expect(listing.skipped == ["a.*": 1])
    }

    @Test func namesOfAllSortsComeBackByteForByte() throws {
        let names: [[UInt8]] = [
            Array("line\nbreak.dng".utf8), Array("quote\"'.dng".utf8), Array("<script>alert(1)<script>.dng".utf8),
            [0xFF, 0xFE, 0x2E, 0x78], Array("\u{202E}gnd.exe".utf8), Array(" ".utf8), Array("...".utf8),
            [UInt8](repeating: 0x61, count: 255), Array("Cafe\u{301}".utf8), Array("Caf\u{E9}".utf8), Array("\\".utf8),
        ]
        for name in names { try tree.file(name) }
        #expect(Set(try tree.list().files.map(\.path)) == Set(names))
    }

    @Test func devicesPipesAndSocketsAreCountedAndNeverOpened() throws {
        try tree.file("a.dng")
        try RealTree.check(mkfifo(tree.path + "/pipe.dng", 0o644))
        let listing = try tree.list()
        #expect(listing.paths == ["a.dng"])
        #expect(listing.skipped == ["special files": 1])
    }

    @Test func aVeryDeepTreeBeyondThePathLimitIsListed() throws {
        let name = String(repeating: "d", count: 200)
        let depth = 120
        var folder = try FileSystem.openRoot(Array(tree.path.utf8))
        for _ in 0..<depth {
            // A sibling at every level makes the walk come back to levels that it had to close.
            for child in [name, "sibling"] { try RealTree.check(mkdirat(folder, child, 0o755)) }
            for place in ["file.dng", "sibling/file.dng"] {
                try RealTree.check(mknodat(folder, place, S_IFREG | 0o644, 0))
            }
            folder = try FileSystem.openPath([Array(name.utf8)], from: folder)
        }
        FileSystem.closeDescriptor(folder)
        let listing = try tree.list()
        #expect(listing.files.count == 2 * depth)
        #expect(Set(listing.files.map(\.path)).count == 2 * depth)
        #expect(listing.files.map(\.path.count).max() == (depth - 1) * 201 + "sibling/file.dng".utf8.count)
        #expect(listing.warnings.isEmpty)
    }

    @Test func progressIsToldEveryThousandFilesAndAtTheEnd() throws {
        try tree.folder("d")
        for index in 0..<2100 { try tree.file("d/\(index)") }
        let seen = Mutex<[ListingProgress]>([])
        _ = try LocalFolder(path: tree.path, roots: AuthorizedRoots([tree.path])).list(
            progress: { progress in seen.withLock { $0.append(progress) } })
        let folder = Array("d".utf8)
        #expect(
            seen.withLock { $0 } == [
                .init(filesScanned: 1000, currentFolder: folder), .init(filesScanned: 2000, currentFolder: folder),
                .init(filesScanned: 2100, currentFolder: []),
            ])
    }

    @Test func aCancelledListingStopsInTheMiddleOfAFolder() throws {
        for index in 0..<1200 { try tree.file("\(index)") }
        let asked = Counter()
        let folder = LocalFolder(path: tree.path, roots: AuthorizedRoots([tree.path]))
        #expect(throws: ListingError.cancelled) {
            _ = try folder.list(isCancelled: { asked.increment() == 2 })
        }
    }

    @Test func noDescriptorIsLeftOpen() throws {
        try tree.folder("d")
        try tree.folder("d/e")
        func open() throws -> Int {
            try LocalFolder(path: tree.path, roots: AuthorizedRoots([tree.path])).list().files.count
        }
        // Far more listings than a process may have descriptors.
        for _ in 0..<3000 { #expect(try open() == 0) }
    }
}
