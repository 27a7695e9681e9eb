import Domain
import S3
import Synchronization
import TestStores
import TestSupport
import Testing

@testable import CollectionSources

/// Buckets of stores that are away, slow, strange or strict.
@Suite(.timeLimit(.minutes(5)))
struct S3BucketHabitTests {
    private static func fill(_ store: FakeS3, _ habits: Set<FakeS3.Habit> = []) -> Set<String> {
        let keys = BucketListingTests.tree(seed: 5)
        store.state.withLock { ($0.rawKeys, $0.habits, $0.pageSize) = (keys, habits, 7) }
        return Set(keys.map { String(decoding: $0, as: UTF8.self) })
    }

    private static func expected(_ keys: Set<String>) -> [String] {
        keys.filter { key in
            !key.split(separator: "/").contains { $0 == "@eaDir" || $0.hasPrefix("._") }
        }.sorted()
    }

    @Test(
        "The listing is the same from whatever store",
        arguments: [
            [], [.ignoresStart], [.givesNoToken], [.encodesSpaces], [.listsInDisorder],
            [.listsInDisorder, .ignoresStart],
        ] as [Set<FakeS3.Habit>])
    func habits(_ habits: Set<FakeS3.Habit>) async throws {
        try await FakeS3.run { store, endpoint in
            let keys = Self.fill(store, habits)
            let listing = try await S3BucketTests.bucket(endpoint).list(prefix: "")
            #expect(listing.paths == Self.expected(keys))
            var folders: [[UInt8]: Set<FileTable.Folder>] = [:]
            for file in listing.files.indices {
                folders[listing.files.path(of: listing.files.folder(file)), default: []].insert(
                    listing.files.folder(file))
            }
            #expect(folders.values.allSatisfy { $0.count == 1 })
        }
    }

    @Test("A list that goes in circles, or that holds what was not asked for, is an error")
    func nonsense() async throws {
        try await FakeS3.run { store, endpoint in
            _ = Self.fill(store, [.goesInCircles])
            let bucket = try S3BucketTests.bucket(endpoint)
            let strange =
                "<ListBucketResult><Contents><Key>x</Key><Size>1</Size><LastModified>2026-01-01T00:00:00Z</LastModified>"
                + "</Contents></ListBucketResult>"
            for words in ["goes in circles", "was not asked for"] {
                do {
                    _ = try await bucket.list(prefix: "a")
                    Issue.record("it was listed")
                } catch ListingError.placeUnavailable(let reason) {
                    #expect(reason.contains(words), "\(reason)")
                }
                store.state.withLock { $0.answers = [(200, [], strange)] }
            }
        }
    }

    @Test(
        "A list that has neither an order nor tokens, or tokens that lead back, is given up",
        arguments: [[.listsInDisorder, .givesNoToken], [.listsInDisorder, .goesBackAndForth], [.goesBackAndForth]]
            as [Set<FakeS3.Habit>])
    func rounds(_ habits: Set<FakeS3.Habit>) async throws {
        try await FakeS3.run { store, endpoint in
            _ = Self.fill(store, habits)
            let bucket = try S3BucketTests.bucket(endpoint)
            do {
                _ = try await bucket.list(prefix: "")
                Issue.record("it was listed")
            } catch ListingError.placeUnavailable(let reason) {
                #expect(reason.contains("goes in circles"), "\(reason)")
            }
        }
    }

    @Test("A store that is away for some requests is waited for; one that stays away is storage that is unavailable")
    func away() async throws {
        try await FakeS3.run { store, endpoint in
            let keys = Self.fill(store)
            store.state.withLock { $0.faults = [503, 429, 500, 503] }
            let bucket = try S3BucketTests.bucket(endpoint)
            #expect(try await bucket.list(prefix: "").files.count == Self.expected(keys).count)
            store.state.withLock { $0.faults = Array(repeating: 503, count: 30) }
            do {
                _ = try await bucket.list(prefix: "")
                Issue.record("it was listed")
            } catch ListingError.placeUnavailable(let reason) {
                #expect(reason.contains("SlowDown") && reason.contains("try again"))
            }
            #expect(store.state.withLock { $0.faults.count } == 30 - S3Bucket.tries)
        }
    }

    @Test("Credentials that are refused on the way are a denial")
    func denied() async throws {
        try await FakeS3.run { store, endpoint in
            _ = Self.fill(store)
            let bucket = try S3BucketTests.bucket(endpoint)
            let pages = Mutex(0)
            do {
                _ = try await bucket.list(
                    prefix: "",
                    progress: { _ in
                        let page = pages.withLock { count in
                            count += 1
                            return count
                        }
                        if page == 4 { store.state.withLock { $0.sessionToken = "from now on" } }
                    })
                Issue.record("it was listed")
            } catch ListingError.placeDenied(let reason) {
                #expect(reason.contains("session"), "\(reason)")
            }
        }
    }

    @Test("What cannot be reached fails the first step, and the others are not tried")
    func unreachable() async throws {
        for (endpoint, reason) in [
            ("http://127.0.0.1:9", .unreachable), ("https://no-such-host.invalid", .unknownHost),
        ] as [(String, ConnectionTest.Reason)] {
            let time = InstantTime()
            let test = try await S3BucketTests.bucket(endpoint, time: time).test(prefix: "")
            guard case .failed(reason, let message) = test.outcome else {
                Issue.record("\(test)")
                continue
            }
            #expect(message.contains("cannot be reached") && time.sleeps.count == 1)
            #expect(ConnectionTest.Step.allCases.map(test.state) == [.failed, .notTried, .notTried])
        }
    }

    @Test("Every other reason fails the step that it belongs to")
    func steps() async throws {
        try await FakeS3.run { store, endpoint in
            let error = { (code: String) in "<Error><Code>\(code)</Code></Error>" }
            let cases: [(Int, String, ConnectionTest.Reason)] = [
                (403, error("InvalidAccessKeyId"), .wrongKey), (403, error("SignatureDoesNotMatch"), .wrongSecret),
                (400, error("ExpiredToken"), .sessionEnded), (403, error("RequestTimeTooSkewed"), .wrongClock),
                (403, error("AccessDenied"), .accessDenied), (404, error("NoSuchBucket"), .noBucket),
                (301, error("PermanentRedirect"), .wrongRegion), (400, error("InvalidArgument"), .refused),
                (500, error("InternalError"), .unavailable), (200, "<html></html>", .refused),
                (200, "<ListBucketResult></ListBucketResult>", .noFolder),
            ]
            for (status, body, reason) in cases {
                store.state.withLock { $0.answers = [(status, [], body), (status, [], body)] }
                let test = try await S3BucketTests.bucket(endpoint).test(prefix: "2024")
                guard case .failed(let found, let message) = test.outcome else {
                    Issue.record("\(reason) passed")
                    continue
                }
                #expect(found == reason && message.hasSuffix("."), "\(message)")
                let states: [ConnectionTest.State] =
                    reason.step == .authenticates ? [.passed, .failed, .notTried] : [.passed, .passed, .failed]
                #expect(ConnectionTest.Step.allCases.map(test.state) == states)
                store.state.withLock { $0.answers = [] }
            }
        }
    }

    @Test("A test that passes shows up to ten names, folders and files in one order")
    func passed() async throws {
        try await FakeS3.run { store, endpoint in
            let names = (10..<19).map { "x/\($0)/y" } + ["x/", "x/.DS_Store", "x/11", "x/105", "y"]
            store.state.withLock { ($0.rawKeys, $0.pageSize) = (names.map { Array($0.utf8) }, 1000) }
            let bucket = try S3BucketTests.bucket(endpoint)
            let test = await bucket.test(prefix: "x")
            let shown = ["10/", "105", "11", "11/", "12/", "13/", "14/", "15/", "16/", "17/"].map { Array($0.utf8) }
            #expect(test.isPassed && test.outcome == .passed(entries: shown))
            #expect(store.state.withLock { $0.requests.count } == 1)
        }
    }

    @Test("Plain HTTP over a network is refused unless it is allowed", .proves("NFR-300.3"))
    func plainHTTP() throws {
        let place = try S3Configuration(bucket: "b", endpoint: "http://nas.example.org:9000", credentials: nil)
        #expect(throws: S3Error.self) { try S3Bucket(place) }
        _ = try S3Bucket(place, allowsPlainHTTP: true)
    }
}
