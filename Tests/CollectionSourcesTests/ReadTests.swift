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

/// The contents of listed files, and what stands in their place when they are read.
@Suite struct ReadTests {
    private let tree: RealTree

    init() throws {
        tree = try RealTree()
        try tree.folder("root")
        try tree.folder("root/sub")
        try tree.folder("outside")
    }

    private var root: String { tree.path + "/root" }
    private var folder: LocalFolder { LocalFolder(path: root, roots: AuthorizedRoots([root])) }

    /// Path → content or failure, for all files of a table.
    private func read(_ table: FileTable, limit: Int = 1000) throws -> [String: Result<[UInt8], ReadFailure>] {
        let parts = try folder.read(Array(table.indices), of: table, limit: limit) { reads in
            var contents: [String: Result<[UInt8], ReadFailure>] = [:]
            reads.forEach { file, bytes in
                contents[String(decoding: table.path(file), as: UTF8.self)] = bytes.map { Array($0) }
            }
            return contents
        }
        return parts.reduce(into: [:]) { $0.merge($1) { _, _ in .failure(.changed) } }
    }

    @Test func contentsComeByteForByte() throws {
        let contents: [String: [UInt8]] = [
            "a.xmp": Array("one".utf8), "sub/b.xmp": [0, 255, 10], "sub/empty.xmp": [], "sub/full.xmp": Array(0..<255),
        ]
        for (name, bytes) in contents { try tree.write(bytes, to: "root/" + name) }
        #expect(try read(folder.list().files).mapValues { try $0.get() } == contents)
    }

    @Test func aFileThatOutgrowsTheBufferComesWhole() throws {
        let bytes = RepeatableRandom(seed: 7).bytes(300_000)
        try tree.write(bytes, to: "root/large.xmp")
        try tree.write([1], to: "root/small.xmp")
        let found = try read(folder.list().files, limit: 300_000)
        #expect(try found["large.xmp"]?.get() == bytes)
        #expect(try found["small.xmp"]?.get() == [1])
        #expect(try read(folder.list().files, limit: 299_999)["large.xmp"] == .failure(.tooLarge(limit: 299_999)))
    }

    @Test(.proves("SL-1")) func nothingButARegularFileIsReadWhateverTakesItsPlace() throws {
        for name in ["link", "folder", "pipe", "gone", "good"] { try tree.write([1, 2], to: "root/\(name).xmp") }
        try tree.write([9, 9], to: "outside/secret.xmp")
        let table = try folder.list().files
        for name in ["link", "folder", "pipe", "gone"] { try RealTree.check(unlink("\(root)/\(name).xmp")) }
        try tree.link("root/link.xmp", to: "../outside/secret.xmp")
        try tree.folder("root/folder.xmp")
        try RealTree.check(mkfifo(root + "/pipe.xmp", 0o644))
        #expect(
            try read(table) == [
                "link.xmp": .failure(.changed), "folder.xmp": .failure(.changed), "pipe.xmp": .failure(.changed),
                "gone.xmp": .failure(.vanished), "good.xmp": .success([1, 2]),
            ])
    }

    @Test(.proves("SL-1")) func aFolderThatBecomesALinkIsNotEntered() throws {
        try tree.write([1], to: "root/sub/a.xmp")
        try tree.write([9], to: "outside/a.xmp")
        let table = try folder.list().files
        try RealTree.check(rename(root + "/sub", tree.path + "/away"))
        #expect(try read(table) == ["sub/a.xmp": .failure(.vanished)])
        try tree.link("root/sub", to: "../outside")
        #expect(try read(table) == ["sub/a.xmp": .failure(.changed)])
    }

    @Test(.proves("SL-1")) func namesThatLeadOutAreNotOpened() throws {
        try tree.write([9], to: "outside/secret.xmp")
        var table = FileTable()
        let top = table.addFolder([])
        for name in ["../outside/secret.xmp", "..", "", "sub/../../outside/secret.xmp"] {
            Array(name.utf8).withUnsafeBufferPointer { table.append($0, in: top, size: 1, modified: 0) }
        }
        let above = table.addFolder(Array("sub/../../outside".utf8))
        Array("secret.xmp".utf8).withUnsafeBufferPointer { table.append($0, in: above, size: 1, modified: 0) }
        let failures = try folder.read(Array(table.indices), of: table) { reads in
            var failures: [ReadFailure] = []
            reads.forEach { _, bytes in if case .failure(let failure) = bytes { failures.append(failure) } }
            return failures
        }
        #expect(failures == [[.vanished, .vanished, .vanished, .vanished, .vanished]])
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything")) func anUnreadableFileIsItsOwnFailure() throws {
        try tree.write([1], to: "root/locked.xmp")
        try RealTree.check(chmod(root + "/locked.xmp", 0))
        #expect(try read(folder.list().files) == ["locked.xmp": .failure(.permissionDenied)])
    }

    @Test func severalThreadsGetEveryFileOnce() throws {
        for number in 0..<1500 {
            try tree.write(Array("\(number)".utf8), to: number % 3 == 0 ? "root/\(number)" : "root/sub/\(number)")
        }
        let found = try read(folder.list().files)
        #expect(found.count == 1500)
        for (path, bytes) in found { #expect(try path.hasSuffix(String(decoding: bytes.get(), as: UTF8.self))) }
    }

    @Test func aCancelledReadingStops() throws {
        for number in 0..<600 { try tree.write([], to: "root/\(number)") }
        let table = try folder.list().files
        let asked = Counter()
        #expect(throws: ListingError.cancelled) {
            try folder.read(Array(table.indices), of: table, isCancelled: { asked.increment() == 2 }) { reads in
                reads.forEach { _, _ in }
            }
        }
    }

    @Test(.proves("EC-5")) func aFolderThatWentAwayIsStorageThatWentAway() throws {
        try tree.write([1], to: "root/a.xmp")
        let table = try folder.list().files
        let (root, away) = (root, tree.path + "/away")
        #expect {
            let move: @Sendable () -> Bool = {
                _ = rename(root, away)
                return false
            }
            _ = try folder.read([0], of: table, isCancelled: move) { reads in
                reads.forEach { _, _ in }
            }
        } throws: { error in
            guard case .storageUnavailable(root, _)? = error as? ListingError else { return false }
            return true
        }
    }
}
