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

/// Listings that are large enough for several threads.
@Suite struct SharedListingTests {
    private let tree: RealTree
    private let expected: Set<String>

    /// Folders of many sizes, some of them deep, with more than a few thousand files and something to skip in each.
    init() throws {
        tree = try RealTree()
        var expected: Set<String> = []
        let random = RepeatableRandom(seed: 3)
        var folders = [""]
        for number in 0..<30 {
            let folder = folders[Int(random.next() % UInt64(folders.count))] + "f\(number)/"
            try tree.folder(folder)
            folders.append(folder)
        }
        for folder in folders {
            for number in 0..<Int(random.next() % 90) {
                try tree.file("\(folder)\(number).dng")
                expected.insert("\(folder)\(number).dng")
            }
            try tree.file(folder + "._0.dng")
            try tree.link(folder + "link.dng", to: "0.dng")
        }
        self.expected = expected
    }

    private func list(
        threads: Int, isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (ListingProgress) -> Void = { _ in }
    ) throws -> FileListing {
        let work = ListingWork(
            rules: .default, threadCount: threads, isCancelled: isCancelled, progress: progress)
        return try work.run(from: try FileSystem.openRoot(Array(tree.path.utf8)))
    }

    @Test(arguments: [1, 2, 3, 8]) func anyNumberOfThreadsFindsTheSame(threads: Int) throws {
        let listing = try list(threads: threads)
        #expect(listing.files.count == expected.count)
        #expect(Set(listing.paths) == expected)
        #expect(listing.skipped == ["._*": 31, "symbolic links": 31])
        #expect(listing.warnings.isEmpty)
    }

    @Test func theFilesOfOneFolderHaveOneNumberAndThoseOfAnotherAnother() throws {
        let files = try list(threads: 4).files
        var numbers: [[UInt8]: Set<FileTable.Folder>] = [:]
        for file in files.indices {
            numbers[files.path(of: files.folder(file)), default: []].insert(files.folder(file))
        }
        #expect(numbers.values.allSatisfy { $0.count == 1 })
        #expect(Set(numbers.values.flatMap { $0 }).count == numbers.count)
    }

    @Test func progressNeverGoesBackwards() throws {
        let seen = Mutex<[Int]>([])
        _ = try list(threads: 4, progress: { now in seen.withLock { $0.append(now.filesScanned) } })
        let figures = seen.withLock { $0 }
        #expect(figures == figures.sorted())
        #expect(figures.last == expected.count)
        #expect(figures.dropLast().allSatisfy { $0 % 1000 == 0 })
    }

    @Test(arguments: [1, 5, 20, 31]) func allThreadsStopWhenOneIsTold(times: Int) throws {
        let asked = Counter()
        #expect(throws: FolderWalk.Stop.self) {
            _ = try list(threads: 4, isCancelled: { asked.increment() == times })
        }
    }

    @Test func sharesThatNobodyTookAreClosed() throws {
        var ends: [Int32] = [-1, -1]
        try RealTree.check(pipe(&ends))
        defer { close(ends[0]) }
        do {
            let shares = FolderShares()
            shares.offer(FolderShare(folder: ends[1], path: [], names: [[0x61]]))
            #expect(shares.take()?.folder == ends[1])
            shares.offer(FolderShare(folder: ends[1], path: [], names: [[0x61]]))
            shares.stop()
            #expect(shares.take()?.folder == nil)
        }
        // The reading end is at its end once no writing end is open.
        var byte: UInt8 = 0
        #expect(read(ends[0], &byte, 1) == 0)
    }
}
