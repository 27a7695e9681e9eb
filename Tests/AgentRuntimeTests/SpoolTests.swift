import Domain
import Logging
import TestSupport
import Testing
import Wire

@testable import AgentRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite struct SpoolTests {
    private let folder: TemporaryFolder
    private let log = Recorder<String>()
    private let files = FileManager.default

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open() throws -> Spool {
        try Spool(folder: folder.path + "/spool", logger: Logger(label: "test"))
    }

    private func note(results: [UInt8]?, report: [UInt8]? = nil, attempt: Int = 1) throws -> SpoolEntry.Note {
        FinishedAttempt(status: .completed, results: results, report: report).note(
            job: try #require(JobID(Fixture.jobID)), attempt: attempt, secret: Fixture.secret)
    }

    @Test(.proves("SL-5", "NFR-200.5")) func whatWasAddedIsThereForTheNextProcess() throws {
        let results = Array(#"{"total_files":1,"total_size":2}"#.utf8)
        let report = Array("<!doctype html>".utf8)
        let note = try note(results: results, report: report)
        _ = try open().add(note, results: results, report: report)
        let entries = try open().entries()
        #expect(entries.map(\.note) == [note])
        let request = try #require(try entries.first?.request())
        #expect(request.resultsJson == ["total_files": 1, "total_size": 2])
        #expect(request.resultsSize == nil)
        #expect(request.reportChecksum == Checksum(of: report).description)
        #expect(request.reportSize == Int64(report.count))
        #expect(request.attempt == 1)
    }

    @Test func theSignatureIsTheProtocols() throws {
        let results = Array(#"{"total_files":1}"#.utf8)
        let note = try note(results: results)
        let expected = ResultSignature(
            job: try #require(JobID(Fixture.jobID)), attempt: 1, status: .completed,
            resultsChecksum: Checksum(of: results), reportChecksum: nil)
        #expect(expected.isValid(note.completion.signature, secret: Fixture.secret))
    }

    @Test(.proves("NFR-200.5")) func whatAKilledAgentLeftHalfDoneIsSweptAway() throws {
        let spool = try open()
        for name in [".new-\(Fixture.jobID).1", ".done-\(Fixture.jobID).2"] {
            try files.createDirectory(atPath: "\(spool.folder)/\(name)", withIntermediateDirectories: true)
            try DurableFile.write([1], to: "\(spool.folder)/\(name)/results.json", mode: 0o600)
        }
        let again = try open()
        #expect(try again.entries().isEmpty)
        #expect(try files.contentsOfDirectory(atPath: again.folder).isEmpty)
    }

    @Test(arguments: ["results.json", "report.html", "completion.json"])
    func aDamagedEntryIsSetAsideAndNotLost(file: String) throws {
        let spool = try open()
        let results = Array(#"{"total_files":1}"#.utf8)
        let report = Array("<!doctype html>".utf8)
        let entry = try spool.add(try note(results: results, report: report), results: results, report: report)
        try DurableFile.write(Array("broken".utf8), to: "\(entry.folder)/\(file)", mode: 0o600)
        let whole = try spool.add(try note(results: results, attempt: 2), results: results, report: nil)
        #expect(try spool.entries().map(\.folder) == [whole.folder])
        #expect(try files.contentsOfDirectory(atPath: spool.folder).contains("damaged-\(Fixture.jobID).1"))
    }

    @Test func removedIsGone() throws {
        let spool = try open()
        let entry = try spool.add(try note(results: nil), results: nil, report: nil)
        #expect(!spool.isEmpty)
        try spool.remove(entry)
        #expect(spool.isEmpty)
        #expect(try open().entries().isEmpty)
    }

    @Test func theSameAttemptAgainTakesThePlaceOfTheFirst() throws {
        let spool = try open()
        let first = Array("{}".utf8)
        let second = Array(#"{"total_files":2}"#.utf8)
        _ = try spool.add(try note(results: first), results: first, report: nil)
        _ = try spool.add(try note(results: second), results: second, report: nil)
        #expect(try spool.entries().map(\.note.resultsSize) == [Int64(second.count)])
    }

    @Test func uploadBytesRunThroughResultsAndReport() throws {
        let spool = try open()
        let results = (0..<Int(SpoolEntry.inlineLimit)).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let report = Array("the report".utf8)
        let entry = try spool.add(try note(results: results, report: report), results: results, report: report)
        #expect(!entry.isInline)
        #expect(entry.uploadSize == Int64(results.count + report.count))
        let all = results + report
        for (offset, count) in [(0, 10), (1_048_570, 16), (1_048_576, 10), (1_048_580, 100)] {
            let expected = Array(all[offset..<min(offset + count, all.count)])
            #expect(try entry.uploadBytes(offset: Int64(offset), count: count) == expected)
        }
    }
}
