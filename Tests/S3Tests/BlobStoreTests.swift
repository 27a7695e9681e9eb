import Coordinator
import Domain
import TestStores
import TestSupport
import Testing

@testable import S3
@testable import Server

/// What every blob store does, in a folder and in an object store.
@Suite(.timeLimit(.minutes(5)))
struct BlobStoreTests {
    enum Kind: CaseIterable, Sendable { case folder, s3 }

    /// Runs a test on an empty store, seen by two servers.
    private static func run(
        _ kind: Kind, _ test: @escaping @Sendable (_ one: any BlobStore, _ other: any BlobStore) async throws -> Void
    ) async throws {
        switch kind {
        case .folder:
            let folder = try TemporaryFolder()
            let path = folder.path + "/blobs"
            try await test(try FolderBlobStore(folder: path), try FolderBlobStore(folder: path))
            withExtendedLifetime(folder) {}
        case .s3:
            try await FakeS3.run { _, endpoint in
                let client = S3Client(
                    try S3Configuration(bucket: FakeS3.bucket, endpoint: endpoint, credentials: FakeS3.credentials))
                try await test(S3BlobStore(client, prefix: "safelight/x"), S3BlobStore(client, prefix: "safelight/x"))
            }
        }
    }

    @Test("What one server writes another reads, whole or in part", arguments: Kind.allCases)
    func shared(_ kind: Kind) async throws {
        try await Self.run(kind) { one, other in
            let bytes = RepeatableRandom(seed: 5).bytes(300_000)
            try await one.put(bytes, as: "uploads/upl_1.0")
            #expect(try await other.read("uploads/upl_1.0", range: nil) == bytes)
            #expect(try await other.read("uploads/upl_1.0", range: 7..<100_007) == Array(bytes[7..<100_007]))
            try await other.put([1, 2], as: "uploads/upl_1.0")
            #expect(try await one.read("uploads/upl_1.0", range: nil) == [1, 2])
            try await one.put([], as: "reports/res_1.html")
            #expect(try await other.read("reports/res_1.html", range: nil).isEmpty)
        }
    }

    @Test("What is not there is missing; removing it is no error", arguments: Kind.allCases)
    func missing(_ kind: Kind) async throws {
        try await Self.run(kind) { one, other in
            try await one.put([1, 2, 3], as: "results/res_1.json")
            for (name, range) in [("results/res_2.json", nil), ("results/res_1.json", Int64(2)..<4)] {
                do {
                    _ = try await other.read(name, range: range)
                    Issue.record("\(name) was read")
                } catch BlobError.missing(let missing) {
                    #expect(missing == name)
                }
            }
            try await other.remove("results/res_1.json")
            try await one.remove("results/res_1.json")
            #expect(try await one.names(in: "results").isEmpty)
        }
    }

    @Test("Each folder lists its own", arguments: Kind.allCases)
    func lists(_ kind: Kind) async throws {
        try await Self.run(kind) { one, other in
            let names = (0..<8).map { "uploads/upl_1.\($0)" }
            for name in names.shuffled() { try await one.put([1], as: name) }
            try await one.put([1], as: "results/res_1.json")
            #expect(try await other.names(in: "uploads") == names)
            #expect(try await other.names(in: "results") == ["results/res_1.json"])
            #expect(try await other.names(in: "reports").isEmpty)
        }
    }

    @Test("Writers of one name at once leave one of their blobs, whole", arguments: Kind.allCases)
    func raced(_ kind: Kind) async throws {
        try await Self.run(kind) { one, other in
            let blobs = (UInt8(1)...8).map { [UInt8](repeating: $0, count: 100_000 + Int($0)) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, blob) in blobs.enumerated() {
                    group.addTask { try await (index % 2 == 0 ? one : other).put(blob, as: "uploads/upl_1.0") }
                }
                try await group.waitForAll()
            }
            #expect(blobs.contains(try await one.read("uploads/upl_1.0", range: nil)))
            #expect(try await one.names(in: "uploads") == ["uploads/upl_1.0"])
        }
    }
}
