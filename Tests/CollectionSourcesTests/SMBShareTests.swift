import Domain
import Foundation
import Synchronization
import TestStores
import TestSupport
import Testing

@testable import CollectionSources

/// The listing of shares, on real servers.
@Suite(.timeLimit(.minutes(5)))
struct SMBShareTests {
    @Test("Every file is found with its size and time, whatever it is called", .proves("US-7"))
    func files() async throws {
        let facts = try SMBFixture.facts
        let listing = try await SMBFixture.share().list(folder: "")
        let found = Dictionary(
            listing.files.map { (String(decoding: $0.path, as: UTF8.self), Int($0.size)) }, uniquingKeysWith: { $1 })
        #expect(found.filter { !$0.key.hasPrefix("unknown/") } == facts.files)
        #expect(listing.files.allSatisfy { $0.modified.milliseconds == 1_700_000_000_250 })
        // Names that Windows does not know: the server makes up others, and leaves out what is no text.
        #expect(found.keys.filter { $0.hasPrefix("unknown/") }.count == 3)
    }

    @Test("What is left out is counted, and what cannot be read is a warning")
    func leftOut() async throws {
        let facts = try SMBFixture.facts
        let listing = try await SMBFixture.share().list(folder: "")
        var skipped = listing.skipped
        // The server follows links; those that lead back up are seen for what they are.
        #expect(skipped.removeValue(forKey: "symbolic links") == 2)
        #expect(skipped == facts.skipped)
        #expect(listing.warnings.map(\.path) == [Array("locked".utf8)])
        #expect(listing.warnings.map(\.errorType) == ["permission_denied"])
        #expect(listing.warnings[0].message.contains("give studio read permission"))
    }

    @Test("A folder is listed alone", arguments: ["2004", "/2004/", "2004/01", "folder with % and #/ü😀"])
    func folder(_ folder: String) async throws {
        let begin = folder.split(separator: "/").joined(separator: "/") + "/"
        let expected = try SMBFixture.facts.files.keys.filter { $0.hasPrefix(begin) }
            .map { String($0.dropFirst(begin.count)) }.sorted()
        let listing = try await SMBFixture.share().list(folder: folder)
        #expect(listing.paths == expected)
        #expect(!expected.isEmpty)
    }

    @Test("Links that lead out of the folder and back into it come to an end")
    func links() async throws {
        let listing = try await SMBFixture.share().list(folder: "links")
        let paths = listing.paths
        #expect(paths.contains("back/2004/01/0.jpg") && Set(paths).count == paths.count)
        #expect(paths.allSatisfy { !$0.hasPrefix("self/") && !$0.hasPrefix("back/links/") })
        #expect(listing.skipped["symbolic links"] ?? 0 > 0)
    }

    @Test("An empty share is a share with no files; one with a space in its name is one too")
    func emptyAndSpaced() async throws {
        #expect(try await SMBFixture.share("empty").list(folder: "").files.isEmpty)
        #expect(try await SMBFixture.share("with space").list(folder: "0007").files.count == 100)
    }

    @Test("Ten thousand files, with progress that only grows, in little memory")
    func many() async throws {
        let told = Mutex<[Int]>([])
        let listing = try await SMBFixture.share("many").list(
            folder: "", progress: { progress in told.withLock { $0.append(progress.filesScanned) } })
        #expect(listing.files.count == 10_000 && Set(listing.files.map(\.path)).count == 10_000)
        #expect(told.withLock { $0 } == Array(stride(from: 1000, through: 10_000, by: 1000)) + [10_000])
        let names = listing.files.indices.reduce(0) { $0 + listing.files.name($1).count }
        #expect(listing.files.allocatedBytes - names < 100 * 10_000)
    }

    @Test("Users of a domain")
    func domains() async throws {
        #expect(try await SMBFixture.share("empty", domain: SMBFixture.facts.domain).test(folder: "").isPassed)
    }

    @Test("A test shows the first names that are there")
    func entries() async throws {
        let test = try await SMBFixture.share().test(folder: "2004")
        #expect(test.outcome == .passed(entries: ["01/", "02/"].map { Array($0.utf8) }))
        let root = try await SMBFixture.share("many").test(folder: "")
        #expect(root.outcome == .passed(entries: (0..<10).map { Array("000\($0)/".utf8) }))
    }

    @Test("A listing that is no longer wanted stops", arguments: [0, 1000, 5000])
    func cancellation(_ files: Int) async throws {
        let isCancelled = Atomic(files == 0)
        await #expect(throws: ListingError.cancelled) {
            try await SMBFixture.share("many").list(
                folder: "", isCancelled: { isCancelled.load(ordering: .relaxed) },
                progress: { if $0.filesScanned >= files { isCancelled.store(true, ordering: .relaxed) } })
        }
    }

    @Test("A listing whose task is cancelled stops")
    func cancelledTask() async throws {
        let share = try SMBFixture.share("many")
        let listing = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await share.list(folder: "")
        }
        await #expect(throws: ListingError.cancelled) { try await listing.value }
    }

    @Test("A server that dies while it is listed is a share that went away")
    func death() async throws {
        let server = try ShareServer()
        let share = try SMBFixture.share("many", of: server)
        let error = await #expect(throws: ListingError.self) {
            try await share.list(folder: "", progress: { if $0.filesScanned == 2000 { server.kill() } })
        }
        #expect(error.map(SMBFixture.isUnavailable) == true && error?.message.contains("127.0.0.1") == true)
        #expect(await share.test(folder: "").failedStep == .resolves)
    }

    @Test("Nothing is changed by listing and reading: bytes, times and rights stay as they are", .proves("US-7"))
    func nothingChanges() async throws {
        let server = try ShareServer()
        let before = try Self.state(of: server.facts.folder)
        let sidecars = try SMBFixture.share("sidecars", of: server)
        let listing = try await sidecars.list(folder: "")
        _ = try sidecars.read(Array(listing.files.indices), of: listing.files, in: "") { reads in
            reads.forEach { _, _ in }
        }
        _ = try await SMBFixture.share("photos", of: server).list(folder: "")
        _ = try await SMBFixture.share("photos", of: server).test(folder: "")
        #expect(try Self.state(of: server.facts.folder) == before)
        #expect(before.count > 600)
    }

    /// Every path below the folders of the shares, with its kind, rights, size, times and bytes.
    private static func state(of folder: String) throws -> [String] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.currentDirectoryURL = URL(filePath: folder)
        process.arguments = [
            "sh", "-c",
            "find photos sidecars -printf '%p %y %m %s %T@ %C@\\n' | sort; find photos sidecars -type f | sort | xargs -d '\\n' sha256sum",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let told = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: told, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
