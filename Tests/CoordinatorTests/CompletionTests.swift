import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Completions")
struct CompletionTests {
    @Test(
        "A result is stored once, with who made it, and the collection's statistics follow",
        .proves("FR-510.1", "FR-510.2", "FR-510.3", "FR-520.5", "FR-530.1", "FR-110.6"), arguments: TestEngine.all)
    func stored(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            var request = try Signed(job).completed(["total_files": 12, "total_size": 3400, "orphaned": ["a", "b"]])
            request.metrics = CompletionMetrics(durationSeconds: 1.5, filesProcessed: 12)
            request.fingerprint = "f1"
            let answer = try await s.agent.finish(request, job)
            let guid = try #require(answer.resultGuid)
            let result = try await f.coordinator.results.get(guid, for: s.administrator)
            #expect(result.results == ["total_files": 12, "total_size": 3400, "orphaned": ["a", "b"]])
            #expect(result.jobGuid == job.guid && result.collectionGuid == s.collection.guid)
            #expect(result.durationSeconds == 1.5 && result.filesProcessed == 12 && result.reportSize == nil)
            let agent = try await f.coordinator.agents.get(s.agent.guid, team: s.administrator.team.rowID)
            #expect(result.createdBy == agent.systemUserGuid && result.agentGuid == agent.guid)
            let collection = try await f.coordinator.collections.get(s.collection.guid, for: s.administrator)
            #expect(collection.statistics["photostats"] == ["total_files": 12, "total_size": 3400])
            #expect(collection.lastRefreshAt == f.time.now())
            let seen = try await s.look(job)
            #expect(seen.status == .completed && seen.resultGuid == guid)
            try await s.job()
            let previous = try await s.agent.claimed().previous
            #expect(previous == PreviousResult(resultGuid: guid, totalFiles: 12, fingerprint: "f1"))
            #expect(
                try await f.refusal { _ = try await f.coordinator.results.report(guid, for: s.administrator) }
                    == "404 not_found")
        }
    }

    @Test("Browsers and the socket are told", .proves("FR-510.4"), arguments: TestEngine.all)
    func told(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let events = f.coordinator.context.events.subscribe(team: s.administrator.team.rowID)
            let answer = try await s.agent.complete(job)
            let iterator = events.makeAsyncIterator()
            var names: [String] = []
            for _ in 0..<5 {
                switch await iterator.next() {
                case .jobStatus(_, let guid, .completed, nil)? where guid.description == job.guid:
                    names.append("status")
                case .jobEnded(_, let guid, .completed, let result)? where guid.description == job.guid:
                    #expect(result?.description == answer.resultGuid)
                    names.append("ended")
                case .stopJob?: names.append("stop")
                case .poolChanged?: names.append("pool")
                case .agentJobChanged?: names.append("agent")
                default: names.append("?")
                }
            }
            #expect(Set(names) == ["status", "ended", "stop", "pool", "agent"])
        }
    }

    @Test("A job may complete without any progress", arguments: TestEngine.all)
    func withoutProgress(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            try await s.job()
            let job = try await s.agent.claimed()
            try await s.agent.complete(job)
            #expect(try await s.look(job).status == .completed)
        }
    }

    @Test(
        "A signature that does not fit is refused and nothing is stored", .proves("FR-520.6"),
        arguments: TestEngine.all)
    func signature(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let signed = try Signed(job)
            var forged: [CompletionRequest] = []
            for change: (inout CompletionRequest) -> Void in [
                { $0.signature = "" },
                { $0.signature = String(repeating: "0", count: 64) },
                { $0.signature = $0.signature.uppercased() },
                { $0.resultsJson = ["total_files": 13, "total_size": 3400] },
            ] {
                var request = try signed.completed()
                change(&request)
                forged.append(request)
            }
            // Another status, attempt or job under a signature that was good for this one.
            var failed = try signed.failed(.toolError)
            failed.status = .cancelled
            forged.append(failed)
            var other = job
            other.attempt = 2
            var later = try Signed(other).completed()
            later.attempt = 1
            forged.append(later)
            for request in forged {
                let refusal = try await f.refusal { _ = try await s.agent.send(request, job) }
                #expect(refusal == "400 signature_mismatch")
            }
            #expect(try await s.look(job).status == .running)
            #expect(try await f.count("SELECT count(*) AS n FROM results") == 0)
            try await s.agent.complete(job)
        }
    }

    @Test(
        "Results off their schema are refused, and the place is named", .proves("FR-530.9"), arguments: TestEngine.all)
    func schema(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            for results: JSONValue in [
                ["total_files": 1], ["total_files": -1, "total_size": 1], ["total_files": "1", "total_size": 1], [], 1,
            ] {
                let error = await #expect(throws: CoordinatorError.self) { try await s.agent.complete(job, results) }
                #expect(error?.code == "results_invalid" && error?.details?["path"]?.stringValue != nil)
            }
            #expect(try await s.look(job).status == .running)
        }
    }

    @Test("The parts of a completion must fit each other", arguments: TestEngine.all)
    func parts(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let good = try Signed(job).completed()
            for (request, expected) in Self.misfits(good) {
                let refusal = try await f.refusal { _ = try await s.agent.send(request, job) }
                #expect(refusal == expected)
            }
            #expect(try await s.look(job).status == .running)
        }
    }

    private static func misfits(_ good: CompletionRequest) -> [(CompletionRequest, String)] {
        let hash = Checksum(of: [UInt8]()).description
        var misfits: [(CompletionRequest, String)] = []
        func add(_ expected: String = "400 invalid_field", _ change: (inout CompletionRequest) -> Void) {
            var request = good
            change(&request)
            misfits.append((request, expected))
        }
        add { $0.resultsJson = nil }
        add { $0.status = .failed }
        add { $0.resultsSize = 5 }
        add { $0.reportSize = 5 }
        add { $0.reportChecksum = hash }
        add { $0.noChangeOf = "res_x" }
        add { $0.errorDetail = String(repeating: "x", count: 65_537) }
        add("413 report_too_large") {
            $0.reportSize = 20 * 1_048_576 + 1
            $0.reportChecksum = hash
        }
        add {
            let padding = String(repeating: "a", count: 1_048_576)
            $0.resultsJson = ["total_files": 1, "total_size": 1, "x": .string(padding)]
        }
        return misfits
    }

    @Test(
        "The accepted completion, sent again, gets the same answer; another one none", .proves("EC-4", "NFR-200.5"),
        arguments: TestEngine.all)
    func twice(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let request = try Signed(job).completed()
            let answers = try await withThrowingTaskGroup(of: CompletionResponse.self) { group in
                for _ in 0..<5 { group.addTask { try await s.agent.finish(request, job) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers).count == 1)
            let later = try await s.agent.finish(request, job)
            #expect(later == answers[0])
            let other = try await f.refusal {
                try await s.agent.complete(job, ["total_files": 1, "total_size": 1])
            }
            #expect(other == "409 job_ended")
            #expect(try await f.count("SELECT count(*) AS n FROM results") == 1)
            // Likewise of a failed attempt, while the next one runs already.
            let failing = try await s.running()
            try await s.agent.fail(failing)
            f.time.advance(by: .seconds(60))
            let next = try await s.agent.running()
            let repeated = try await s.agent.fail(failing)
            #expect(repeated == CompletionResponse(resultGuid: nil))
            let running = try await s.look(next)
            #expect(running.attempt == 2 && running.status == .running)
        }
    }

    @Test(
        "An agent that lost the job, never had it or is of another team is told so", .proves("EC-3", "EC-4"),
        arguments: TestEngine.all)
    func wrongAgent(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            f.time.advance(by: .seconds(1000))
            let s = try await f.studio()
            let (other, stranger) = (
                try await f.agent("other", of: s.administrator),
                try await f.agent("stranger", of: try await f.administrator(of: "Blue"))
            )
            let waiting = try await s.job()
            try await f.unbind(waiting)
            let lost = try await s.agent.running()
            #expect(try await f.refusal { try await other.complete(lost) } == "403 not_your_job")
            #expect(try await f.refusal { try await other.progress(lost) } == "403 not_your_job")
            #expect(try await f.refusal { try await stranger.complete(lost) } == "404 not_found")
            #expect(try await f.refusal { try await stranger.progress(lost) } == "404 not_found")
            await f.sweep(after: .seconds(90))
            #expect(try await f.refusal { try await s.agent.complete(lost) } == "409 stale_attempt")
            let given = try await other.running()
            #expect(try await f.refusal { try await s.agent.complete(lost) } == "409 stale_attempt")
            #expect(try await f.refusal { try await s.agent.progress(lost) } == "409 stale_attempt")
            var claimsToBeNext = try Signed(lost).completed()
            claimsToBeNext.attempt = 2
            let request = claimsToBeNext
            #expect(try await f.refusal { _ = try await s.agent.send(request, lost) } == "409 stale_attempt")
            try await other.complete(given)
            #expect(try await f.refusal { try await s.agent.complete(lost) } == "409 stale_attempt")
            #expect(try await f.count("SELECT count(*) AS n FROM results") == 1)
        }
    }

    @Test("A malformed guid is one that does not exist", .proves("EC-3"), arguments: TestEngine.all)
    func malformed(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            var job = try await s.running()
            let request = try Signed(job).completed()
            for guid in ["", "job_1", s.collection.guid, job.guid.uppercased(), job.guid + "x"] {
                job.guid = guid
                let named = job
                #expect(try await f.refusal { _ = try await s.agent.send(request, named) } == "404 not_found")
            }
        }
    }

    @Test(
        "The collection is deleted while its job runs: COMPLETED with a warning, nothing stored", .proves("EC-2"),
        arguments: TestEngine.all)
    func deleted(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let waiting = try await s.job()
            try await f.coordinator.collections.delete(s.collection.guid, by: s.administrator)
            #expect(try await s.look(waiting).status == .cancelled)
            #expect(try await s.look(job).status == .running)
            let answer = try await s.agent.complete(job)
            #expect(answer.resultGuid == nil && answer.acknowledged)
            let seen = try await s.look(job)
            #expect(seen.status == .completed && seen.errorMessage?.contains("deleted") == true)
            #expect(seen.collectionGuid == s.collection.guid)
            #expect(try await f.count("SELECT count(*) AS n FROM results") == 0)
        }
    }

    @Test("An assigned job of a collection that is deleted is cancelled", .proves("EC-2"), arguments: TestEngine.all)
    func deletedAssigned(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            try await s.job()
            let job = try await s.agent.claimed()
            try await f.coordinator.collections.delete(s.collection.guid, by: s.administrator)
            #expect(try await s.look(job).status == .cancelled)
            #expect(try await f.refusal { try await s.agent.progress(job) } == "409 stale_attempt")
        }
    }

    @Test("An unchanged collection confirms its last result", .proves("SL-4"), arguments: TestEngine.all)
    func unchanged(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            var first = try await s.agent.complete(try await s.running()).resultGuid ?? ""
            let original = first
            for _ in 0..<2 {
                f.time.advance(by: .seconds(60))
                let job = try await s.running()
                #expect(job.previous?.resultGuid == first && job.previous?.totalFiles == 12)
                let answer = try await s.agent.finish(try Signed(job).unchanged(since: first), job)
                first = try #require(answer.resultGuid)
                let result = try await f.coordinator.results.get(first, for: s.administrator)
                #expect(result.noChangeOf == original && result.results == Signed.photoStats)
            }
            let collection = try await f.coordinator.collections.get(s.collection.guid, for: s.administrator)
            #expect(collection.statistics["photostats"] == Signed.photoStats)
            #expect(collection.lastRefreshAt == f.time.now())
            // A result of another tool confirms nothing.
            try await s.job(.photoPairing)
            let pairing = try await s.agent.running()
            let refusal = try await f.refusal {
                try await s.agent.finish(try Signed(pairing).unchanged(since: original), pairing)
            }
            #expect(refusal == "400 invalid_field")
            #expect(try await s.look(pairing).status == .running)
        }
    }
}
