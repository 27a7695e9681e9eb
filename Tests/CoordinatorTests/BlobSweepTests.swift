import Domain
import Synchronization
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// Blobs that an accident left behind.
@Suite("Blobs that nothing names")
struct BlobSweepTests {
    private static let report = Array(
        """
        <!doctype html><html><head><meta charset="utf-8"><title>PhotoStats</title>\
        <meta name="generator" content="Safelight 1.0.0"></head><body><p>12 files</p></body></html>
        """.utf8)

    @Test(
        "What a killed server left is cleared away when it is an hour old; what a row names stays", .proves("FR-530.7"),
        arguments: TestEngine.all)
    func clears(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            // A result with its report, and its upload over: as it should be.
            let kept = try await s.running()
            let request = try Signed(kept).completed(report: Self.report)
            let done = try await s.agent.invited(request, kept)
            try await s.agent.put(Self.report, 0, of: done)
            let result = try #require(try await s.agent.finalize(done).resultGuid)
            // Blobs of an upload and of a result whose rows were never written, or are gone.
            let (upload, lost): (UploadID, ResultID) = (
                f.coordinator.context.identifier(), f.coordinator.context.identifier()
            )
            let left = [
                "uploads/\(upload).0", "uploads/\(upload).17", "uploads/\(upload).3.partial-x1", "results/\(lost).json",
                "reports/\(lost).html", "reports/\(result).html.partial-x2", "results/\(result).json",
            ]
            for name in left { try await f.blobs.put([1], as: name) }
            try await f.blobs.put([1], as: "reports/README")

            await f.sweep(after: .seconds(3599))
            #expect(try f.files().count == 2 + left.count)
            let sweep = BlobSweep(context: f.coordinator.context)
            f.time.advance(by: .seconds(2))
            #expect(try await sweep.run(at: f.time.now()) == left.count)
            #expect(try f.files() == ["reports/README", "reports/\(result).html"])
            #expect(try await sweep.run(at: f.time.now()) == 0)
            #expect(try await f.coordinator.results.report(result, for: s.administrator) == Self.report)
        }
    }

    @Test("An upload that is open keeps its chunks, however long it takes", arguments: TestEngine.all)
    func openUpload(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let upload = try await s.agent.invited(try Signed(job).completed(report: Self.report), job)
            try await s.agent.put(Self.report, 0, of: upload)
            f.time.advance(by: .seconds(100 * 3600))
            #expect(try await BlobSweep(context: f.coordinator.context).run(at: f.time.now()) == 0)
            #expect(try f.files() == ["uploads/\(upload.uploadId).0"])
        }
    }

    @Test("Every server looks when it has listened for a while, and then once a day")
    func daily() async throws {
        try await Fixture.run(.sqlite) { f in
            func leave() async throws {
                let lost: ResultID = f.coordinator.context.identifier()
                try await f.blobs.put([1], as: "results/\(lost).json")
                f.time.advance(by: .seconds(3601))
            }
            try await leave()
            // The first round after a pause counts nobody's silence.
            await f.sweep()
            await f.sweep(after: .seconds(91))
            #expect(try f.files().isEmpty)
            try await leave()
            await f.sweep()
            await f.sweep(after: .seconds(91))
            #expect(try f.files().count == 1)
            f.time.advance(by: Sweeps.blobInterval)
            await f.sweep()
            #expect(try f.files().isEmpty)
        }
    }

    @Test("A chunk that comes as its upload ends leaves no blob", arguments: TestEngine.all)
    func lateChunk(_ engine: TestEngine) async throws {
        let folder = try TemporaryFolder()
        let blobs = WatchedBlobs(try FolderBlobStore(folder: folder.path))
        try await Fixture.run(engine, blobs: blobs) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let upload = try await s.agent.invited(try Signed(job).completed(report: Self.report), job)
            blobs.beforePut { try await f.execute("DELETE FROM uploads") }
            let refusal = try await f.refusal { try await s.agent.put(Self.report, 0, of: upload) }
            #expect(refusal == "404 not_found" || refusal == "404 upload_not_found")
            #expect(try await blobs.names(in: BlobFolder.uploads).isEmpty)
        }
    }
}

/// A store with something that happens just before a blob is written.
private final class WatchedBlobs: BlobStore {
    private let store: any BlobStore
    private let action = Mutex<(@Sendable () async throws -> Void)?>(nil)

    init(_ store: any BlobStore) { self.store = store }

    func beforePut(_ action: @escaping @Sendable () async throws -> Void) { self.action.withLock { $0 = action } }

    func put(_ bytes: [UInt8], as name: String, synced: Bool) async throws {
        try await action.withLock { $0.take() }?()
        try await store.put(bytes, as: name, synced: synced)
    }

    func read(_ name: String, range: Range<Int64>?) async throws -> [UInt8] { try await store.read(name, range: range) }
    func remove(_ name: String) async throws { try await store.remove(name) }
    func names(in folder: String) async throws -> [String] { try await store.names(in: folder) }
}
