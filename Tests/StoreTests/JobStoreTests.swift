import Database
import Domain
import Store
import TestDatabases
import TestSupport
import Testing

@Suite("Jobs as rows")
struct JobStoreTests {
    private func withDesk(_ engine: TestEngine, _ test: (Desk) async throws -> Void) async throws {
        try await engine.withDatabase { database in try await test(try await Rows(database: database).desk()) }
    }

    @Test("A job is read back as it was made", .proves("FR-200.2"), arguments: TestEngine.all)
    func readBack(_ engine: TestEngine) async throws {
        try await withDesk(engine) { desk in
            let parent: JobID = desk.rows.identifier()
            let job = try await desk.job {
                $0.priority = 2
                $0.parameters = ["accept_empty": true]
                $0.parent = parent
                $0.maximumRetries = 1
            }
            #expect(job.state == JobState(status: .pending) && job.priority == 2 && job.maximumRetries == 1)
            #expect(job.requirement == Requirement([.localFilesystem, .tool(.photostats)]))
            #expect(job.boundAgentRowID == desk.agent && job.collectionName == "/photos" && job.parent == parent)
            #expect(job.parameters == ["accept_empty": true] && job.createdAt == desk.rows.now)
            let unbound = try await desk.job { $0.boundAgent = nil }
            #expect(unbound.boundAgentRowID == nil && unbound.boundAgent == nil)
        }
    }

    @Test("A move is a compare-and-set on status and attempt", .proves("EC-4"), arguments: TestEngine.all)
    func compareAndSet(_ engine: TestEngine) async throws {
        try await withDesk(engine) { desk in
            let job = try await desk.job()
            let (assigned, _) = try job.state.apply(.claimed)
            let moved = try await desk.rows.database.write { tx in
                let jobs = JobStore(tx)
                return [
                    try jobs.move(job, to: assigned, by: desk.user, at: desk.rows.now),
                    try jobs.move(job, to: assigned, by: desk.user, at: desk.rows.now),
                ]
            }
            #expect(moved == [true, false])
            let now = try await desk.rows.database.read { tx in try JobStore(tx).find(row: job.rowID) }
            #expect(now?.state == JobState(status: .assigned, attempt: 1))
            // The same status of another attempt is another state.
            var late = try #require(now)
            late.state.attempt = 2
            let stale = late
            let isMoved = try await desk.rows.database.write { tx in
                try JobStore(tx).move(stale, to: JobState(status: .running, attempt: 2), by: nil, at: desk.rows.now)
            }
            #expect(!isMoved)
        }
    }

    @Test(
        "A move that was decided before a cancellation was asked for is none", .proves("EC-4"),
        arguments: TestEngine.all)
    func cancelledMeanwhile(_ engine: TestEngine) async throws {
        try await withDesk(engine) { desk in
            let job = try await desk.job()
            func move(_ job: Job, _ event: JobEvent) async throws -> (isMoved: Bool, job: Job) {
                let (state, _) = try job.state.apply(event)
                return try await desk.rows.database.write { tx in
                    let jobs = JobStore(tx)
                    let isMoved = try jobs.move(job, to: state, by: desk.user, at: desk.rows.now)
                    guard let now = try jobs.find(row: job.rowID) else { throw DatabaseError.closed }
                    return (isMoved, now)
                }
            }
            let running = try await move(try await move(job, .claimed).job, .started).job
            let asked = try await move(running, .cancelRequested)
            #expect(asked.isMoved && asked.job.state.isCancelRequested && asked.job.status == .running)
            let lost = try await move(running, .agentLost)
            #expect(!lost.isMoved && lost.job.status == .running)
            #expect(try await move(asked.job, .agentLost).job.status == .cancelled)
        }
    }

    @Test("An agent holds at most one job, by the database itself", .proves("FR-200.9"), arguments: TestEngine.all)
    func oneHeld(_ engine: TestEngine) async throws {
        try await withDesk(engine) { desk in
            let (first, second) = (try await desk.job(), try await desk.job())
            try await desk.rows.database.write { try desk.hold(first, $0) }
            let error = await #expect(throws: DatabaseError.self) {
                try await desk.rows.database.write { try desk.hold(second, $0) }
            }
            #expect(error?.isUniqueViolation == true)
            let held = try await desk.rows.database.read { tx in try JobStore(tx).held(byAgent: desk.agent) }
            #expect(held?.rowID == first.rowID)
        }
    }

    @Test(
        "A collection has at most one scheduled job for each tool, by the database itself", .proves("FR-460.5"),
        arguments: TestEngine.all)
    func oneScheduled(_ engine: TestEngine) async throws {
        try await withDesk(engine) { desk in
            let later = desk.rows.now + .seconds(60)
            _ = try await desk.job { $0.scheduledFor = later }
            let error = await #expect(throws: DatabaseError.self) {
                _ = try await desk.job { $0.scheduledFor = later }
            }
            #expect(error?.isUniqueViolation == true)
            _ = try await desk.job {
                $0.scheduledFor = later
                $0.tool = .photoPairing
            }
            _ = try await desk.job()
        }
    }

    @Test("A lease is renewed for the attempt that is held, and for no other", arguments: TestEngine.all)
    func renew(_ engine: TestEngine) async throws {
        try await withDesk(engine) { desk in
            let job = try await desk.job()
            let now = desk.rows.now
            let leases = try await desk.rows.database.write { tx in
                let jobs = JobStore(tx)
                try desk.hold(job, attempt: 3, tx)
                func renew(_ attempt: Int, _ lease: Timestamp, _ progress: JSONValue?) throws {
                    try jobs.renew([.init(row: job.rowID, attempt: attempt, lease: lease, progress: progress)])
                }
                try renew(2, now + .seconds(5), ["stage": "scanning"])
                let stale = try jobs.find(row: job.rowID)
                try renew(3, now + .seconds(7), ["stage": "scanning"])
                try renew(3, now + .seconds(8), nil)
                let held = try jobs.find(row: job.rowID)
                return [stale, held]
            }
            #expect(leases.map { $0?.leaseExpiresAt } == [now, now + .seconds(8)])
            #expect(leases.map { $0?.progress } == [nil, ["stage": "scanning"]])
        }
    }

    @Test("A list shows what it is asked for, newest first, in pages", .proves("US-8"), arguments: TestEngine.all)
    func pages(_ engine: TestEngine) async throws {
        try await withDesk(engine) { desk in
            var jobs: [Job] = []
            for number in 0..<5 {
                jobs.append(try await desk.job { $0.tool = number.isMultiple(of: 2) ? .photostats : .photoPairing })
            }
            let rows = jobs.map(\.rowID)
            func page(_ filter: JobStore.Filter, before: Int64? = nil, limit: Int = 10) async throws -> [Int64] {
                try await desk.rows.database.read { tx in
                    try JobStore(tx).page(team: desk.team, filter, before: before, limit: limit).map(\.rowID)
                }
            }
            #expect(try await page(.init()) == rows.reversed())
            #expect(try await page(.init(), before: rows[3], limit: 2) == [rows[2], rows[1]])
            #expect(try await page(.init(tool: .photoPairing)) == [rows[3], rows[1]])
            #expect(try await page(.init(statuses: [.running, .completed])).isEmpty)
            #expect(try await page(.init(statuses: [.pending], collection: desk.collection)).count == 5)
            #expect(try await page(.init(agent: desk.agent)).isEmpty)
        }
    }

    @Test("A job keeps the first 1,000 warnings", arguments: TestEngine.all)
    func warnings(_ engine: TestEngine) async throws {
        try await withDesk(engine) { desk in
            let job = try await desk.job()
            let kept = try await desk.rows.database.write { tx in
                try (0..<1002).map { number in
                    try JobStore(tx).addWarning(
                        row: job.rowID, message: "warning \(number)", file: nil, errorType: nil, at: desk.rows.now)
                }
            }
            #expect(kept.count { $0 } == 1000 && kept.suffix(3) == [true, false, false])
            let warnings = try await desk.rows.database.read { tx in try JobStore(tx).warnings(row: job.rowID) }
            #expect(warnings.count == 1000 && warnings.first?.message == "warning 0")
        }
    }
}
