import Domain
import S3
import Synchronization
import TestSupport
import Testing

@testable import CollectionSources

/// How pages become a listing, whatever store they come from.
struct BucketListingTests {
    static func list(
        _ bucket: some BucketPages, _ prefix: String = "", width: Int = 8,
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (ListingProgress) -> Void = { _ in }
    ) async throws(ListingError) -> FileListing {
        try await BucketListing(
            bucket, BucketFolder(prefix), skipping: .default, width: width, isCancelled: isCancelled,
            progress: progress
        ).run()
    }

    static func bucket(_ keys: String...) -> MemoryBucket { MemoryBucket(keys.map { Array($0.utf8) }, pageSize: 2) }

    @Test("Keys of every sort become paths, folder markers become none")
    func paths() async throws {
        let files = [
            "/lead.jpg", "//two.jpg", "a b+c%41/ü.jpg", "a/../up.jpg", "a/./here.jpg", "a//b/c.jpg", "a//d.jpg",
            "a/e.jpg", "control\u{1}\n/x\0y", "top.jpg", "z",
        ]
        let bucket = MemoryBucket((files + ["a/", "empty/", "/", "a//"]).map { Array($0.utf8) }, pageSize: 2)
        let listing = try await Self.list(bucket)
        #expect(listing.paths.sorted() == files.sorted())
        #expect(listing.skipped.isEmpty && listing.warnings.isEmpty)
        let file = try #require(listing.files.first { $0.path == Array("top.jpg".utf8) })
        #expect(file.size == 7)
    }

    @Test("Bytes that are no UTF-8 stay as they are")
    func rawBytes() async throws {
        let keys: [[UInt8]] = [[0xFF, slash, 0xFE], [0x80], [slash, 0xC3]]
        let listing = try await Self.list(MemoryBucket(keys))
        #expect(Set(listing.files.map(\.path)) == Set(keys))
    }

    @Test("Only what is in the folder is listed, relative to it", arguments: ["2024", "2024/"])
    func prefix(_ prefix: String) async throws {
        let bucket = Self.bucket("2023/a", "2024", "2024/", "2024/b", "2024/c/d", "20245/e", "2025/f")
        #expect(try await Self.list(bucket, prefix).paths.sorted() == ["b", "c/d"])
    }

    @Test("A folder that is not there is an error, an empty bucket or folder is not")
    func missing() async throws {
        let bucket = Self.bucket("2024/b", "empty/")
        #expect(try await Self.list(Self.bucket()).files.isEmpty)
        #expect(try await Self.list(bucket, "empty").files.isEmpty)
        for (prefix, words) in [("2023", "mem://bucket/2023/"), ("/2024", "has no slash at its beginning")] {
            do {
                _ = try await Self.list(bucket, prefix)
                Issue.record("\(prefix) was listed")
            } catch {
                guard case .placeUnavailable = error else { throw error }
                #expect(error.message.contains(words) && error.message.contains("There is no folder"))
            }
        }
    }

    @Test("Names that are no part of a collection are left out, a folder counts once")
    func skips() async throws {
        let bucket = Self.bucket(
            "._a", "a/.DS_Store", "a/@eaDir/x/y", "a/@eaDir/z", "a/b", "a/b/@eaDir/x", "c/.Trash-1/x", "c/.Trash-2/x",
            "c/@eaDirs/x", "/.DS_Store")
        let listing = try await Self.list(bucket)
        #expect(listing.paths.sorted() == ["a/b", "c/@eaDirs/x"])
        #expect(listing.skipped == ["._*": 1, ".DS_Store": 2, "@eaDir": 2, ".Trash*": 2])
        #expect(try await Self.list(bucket, "a/@eaDir").paths.sorted() == ["x/y", "z"])
    }

    @Test("A small bucket costs one request for each page", arguments: [0, 1, 5, 6, 15])
    func requests(_ count: Int) async throws {
        let bucket = MemoryBucket(count: count, pageSize: 5) { Array("f\($0 % 100 + 100)/x".utf8) }
        #expect(try await Self.list(bucket).files.count == count)
        #expect(bucket.counts.withLock { $0.requests } == max(1, (count + 4) / 5))
    }

    @Test("A large bucket is read by eight at once, with few requests beyond its pages")
    func parallel() async throws {
        let bucket = MemoryBucket(count: 40_000, pageSize: 100) { number in
            Array("photos/\(2000 + number / 2000)/day-\(100 + number % 2000 / 20)/\(100 + number % 20).jpg".utf8)
        }
        let listing = try await Self.list(bucket)
        #expect(Set(listing.paths).count == 40_000 && listing.files.count == 40_000)
        let counts = bucket.counts.withLock { $0 }
        #expect(counts.mostRunning == 8)
        #expect(counts.requests < 400 * 5 / 4, "\(counts)")
    }

    @Test("A flat folder is one list, and asks for folders ever less often")
    func flat() async throws {
        let bucket = MemoryBucket(count: 5000, pageSize: 10) { Array("all/\(10_000 + $0).jpg".utf8) }
        #expect(try await Self.list(bucket).files.count == 5000)
        let counts = bucket.counts.withLock { $0 }
        #expect(counts.requests == 500 + counts.delimited && counts.delimited < 20, "\(counts)")
    }

    /// Keys in folders of random depth, with files between folders on all levels and things to skip.
    static func tree(seed: UInt64) -> [[UInt8]] {
        let random = RepeatableRandom(seed: seed)
        let names = ["a", "b", "b b", "ba", "c", "@eaDir", "d", "", "e", "._f", "..", "é"]
        return (0..<600).map { _ in
            let folders = (0..<Int(random.next() % 5)).map { _ in names[Int(random.next() % UInt64(names.count))] }
            return Array((folders + ["\(random.next() % 60)"]).joined(separator: "/").utf8)
        }
    }

    @Test("Any number of parts finds the same, and every folder has one number", arguments: UInt64(1)...10)
    func anyWidth(seed: UInt64) async throws {
        let keys = Self.tree(seed: seed)
        let one = try await Self.list(MemoryBucket(keys, pageSize: 1 + Int(seed % 9)), width: 1)
        for width in [2, 8] {
            let bucket = MemoryBucket(keys, pageSize: 1 + Int(seed % 9))
            let listing = try await Self.list(bucket, width: width)
            #expect(Set(listing.files.map(\.path)) == Set(one.files.map(\.path)))
            #expect(listing.files.count == one.files.count && listing.skipped == one.skipped)
            var numbers: [[UInt8]: Set<FileTable.Folder>] = [:]
            for file in listing.files.indices {
                numbers[listing.files.path(of: listing.files.folder(file)), default: []].insert(
                    listing.files.folder(file))
            }
            #expect(numbers.values.allSatisfy { $0.count == 1 })
        }
    }

    @Test("Progress never goes backwards, and ends with the number of files")
    func progress() async throws {
        let seen = Mutex<[ListingProgress]>([])
        let bucket = MemoryBucket(Self.tree(seed: 7), pageSize: 5)
        let listing = try await Self.list(bucket, progress: { now in seen.withLock { $0.append(now) } })
        let figures = seen.withLock { $0.map(\.filesScanned) }
        #expect(figures == figures.sorted() && figures.last == listing.files.count && figures.count > 50)
        #expect(seen.withLock { $0.contains { !$0.currentFolder.isEmpty } && $0.last?.currentFolder == [] })
    }

    @Test("It stops between two pages when it is told to", arguments: [1, 2, 5, 40])
    func cancelled(times: Int) async throws {
        let asked = Mutex(0)
        let bucket = MemoryBucket(Self.tree(seed: 8), pageSize: 5)
        await #expect(throws: ListingError.cancelled) {
            try await Self.list(
                bucket,
                isCancelled: {
                    asked.withLock { count in
                        count += 1
                        return count >= times
                    }
                })
        }
        #expect(bucket.counts.withLock { $0.requests } < times)
    }

    @Test("It stops when its task is cancelled")
    func cancelledTask() async throws {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let bucket = MemoryBucket(Self.tree(seed: 9), pageSize: 5) { number in
            guard number == 12 else { return }
            arrival.finish()
            // Never has anything, and ends when its task is cancelled.
            for await _ in AsyncStream<Void>.makeStream().stream {}
            try Task.checkCancellation()
        }
        let task = Task { try await Self.list(bucket) }
        for await _ in arrivals {}
        task.cancel()
        await #expect(throws: ListingError.cancelled) { try await task.value }
    }

    @Test("What fails in one part ends all, with its own words", arguments: [1, 9, 30])
    func failure(at number: Int) async throws {
        let bucket = MemoryBucket(Self.tree(seed: 10), pageSize: 5) { request in
            if request == number { throw PlaceFailure(.accessDenied, "No entry.") }
        }
        await #expect(throws: ListingError.placeDenied(reason: "No entry.")) { try await Self.list(bucket) }
    }

    @Test("A million keys take less than 200 bytes each beyond their paths")
    func memory() async throws {
        let bucket = MemoryBucket(count: 1_000_000) { number in
            Array("2024/\(10 + number / 100_000)/shoot-\(10_000 + number / 50)/IMG_\(1_000_000 + number).CR3".utf8)
        }
        let listing = try await Self.list(bucket)
        let pathBytes = listing.files.path(0).count * 1_000_000
        #expect(listing.files.count == 1_000_000)
        let beyond = (listing.files.allocatedBytes - pathBytes) / 1_000_000
        #expect(beyond < 100, "\(beyond) bytes a file beyond its path")
    }
}
