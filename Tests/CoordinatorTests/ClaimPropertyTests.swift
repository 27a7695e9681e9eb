import Database
import Domain
import Store
import Synchronization
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// Claims against a queue that chance fills: what was handed out, and what was not, is held against the plain rule.
@Suite("Claims, by property", .timeLimit(.minutes(5)))
struct ClaimPropertyTests {
    private static let tools: [Tool] = [.photostats, .photoPairing, .pipelineValidation]

    private struct QueuedJob: Sendable {
        let guid: String, row: Int64, tool: Tool, priority: Int, availableAt: Timestamp, boundAgent: String?

        func isRunnable(by agent: TestAgent, at now: Timestamp) -> Bool {
            availableAt <= now && (boundAgent == nil || boundAgent == agent.guid)
                && agent.capabilities.contains { $0.hasPrefix("tool:\(tool.rawValue):") }
        }
    }

    /// Agents of which some lack a tool, and jobs of every tool, priority, age and binding.
    private func queue(
        _ f: Fixture, agents agentCount: Int, jobs jobCount: Int, seed: UInt64
    ) async throws -> (agents: [TestAgent], jobs: [QueuedJob]) {
        let random = RepeatableRandom(seed: seed)
        func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
        let administrator = try await f.administrator()
        var agents: [TestAgent] = []
        for number in 0..<agentCount {
            let some = Self.tools.filter { _ in pick(4) != 0 }.map { "tool:\($0.rawValue):1.0.0" }
            agents.append(
                try await f.agent("a\(number)", of: administrator, capabilities: ["local_filesystem"] + some))
        }
        let collection = try await f.collection(on: agents[0], by: administrator)
        let studio = Studio(
            fixture: f, administrator: administrator, agent: agents[0], collection: collection)
        var jobs: [QueuedJob] = []
        for _ in 0..<jobCount {
            let owner = pick(2) == 0 ? nil : agents[pick(agentCount)]
            jobs.append(
                try await Self.insert(
                    studio, guid: Identifier(at: f.time.now(), random: random), tool: Self.tools[pick(3)],
                    priority: pick(5) - 2, boundTo: owner,
                    availableAt: f.time.now() - .seconds(pick(60)) + (pick(5) == 0 ? .seconds(600) : .zero)))
        }
        return (agents, jobs)
    }

    /// A job with everything about it said.
    private static func insert(
        _ studio: Studio, guid: JobID, tool: Tool, priority: Int, boundTo agent: TestAgent?, availableAt: Timestamp
    ) async throws -> QueuedJob {
        let (collection, bound) = (studio.collection.guid, agent.flatMap { AgentID($0.guid) })
        let team = studio.administrator.team.rowID
        let row = try await studio.fixture.database.write { tx in
            let collection = try CollectionService.find(tx, collection, team)
            let bound = try bound.flatMap { try AgentStore(tx).find($0, team: team) }?.rowID
            let requirement = try RequirementStore(tx).intern(RunService.requirement(tool, collection))
            try JobStore(tx).insert(
                .init(
                    guid: guid, team: team, collection: collection.rowID, tool: tool, requirement: requirement,
                    boundAgent: bound, priority: priority, scheduledFor: availableAt, createdBy: nil),
                // As a PENDING one, since of SCHEDULED ones a collection has but one for each tool.
                at: max(availableAt, studio.fixture.time.now()))
            return try #require(try JobStore(tx).find(guid, team: team)).rowID
        }
        return QueuedJob(
            guid: guid.description, row: row, tool: tool, priority: priority, availableAt: availableAt,
            boundAgent: agent?.guid)
    }

    @Test(
        "One agent alone is given all that it can run, by priority and then age, bound or not",
        .proves("FR-200.4", "FR-400.4"), arguments: TestEngine.all, [1, 2, 3])
    func order(_ engine: TestEngine, _ seed: UInt64) async throws {
        try await Fixture.run(engine) { f in
            let (agents, jobs) = try await queue(f, agents: 2, jobs: 40, seed: seed)
            var left = jobs
            for agent in agents {
                let expected = left.filter { $0.isRunnable(by: agent, at: f.time.now()) }.sorted {
                    ($1.priority, $0.availableAt, $0.row) < ($0.priority, $1.availableAt, $1.row)
                }.map(\.guid)
                var given: [String] = []
                while let job = try await agent.claim() {
                    given.append(job.guid)
                    try await agent.fail(job, .invalidConfiguration)
                }
                #expect(given == expected)
                left.removeAll { given.contains($0.guid) }
            }
        }
    }

    private final class Clock: Sendable {
        private let ticks = Atomic<Int>(0)
        func next() -> Int { ticks.add(1, ordering: .sequentiallyConsistent).newValue }
    }

    /// When a claim began and ended, on a counter that all claims share, and what it gave.
    private struct Claimed: Sendable {
        let agent: Int, began: Int, ended: Int, job: String?
    }

    @Test(
        "Many agents at once: each job exactly once, all that can be run, and never \u{201C}nothing\u{201D} while there is something",
        .proves("FR-200.3", "FR-200.4", "NFR-200.1"), arguments: TestEngine.all, [1, 2, 3])
    func concurrent(_ engine: TestEngine, _ seed: UInt64) async throws {
        try await Fixture.run(engine) { f in
            let (agents, jobs) = try await queue(f, agents: 8, jobs: 60, seed: seed)
            let clock = Clock()
            let claims = try await withThrowingTaskGroup(of: [Claimed].self) { group in
                for (index, agent) in agents.enumerated() {
                    group.addTask {
                        var claims: [Claimed] = []
                        while true {
                            let began = clock.next()
                            let job = try await agent.claim()
                            let ended = clock.next()
                            claims.append(Claimed(agent: index, began: began, ended: ended, job: job?.guid))
                            guard let job else { return claims }
                            try await agent.complete(job, Self.results(job.tool))
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let now = f.time.now()
            let given = claims.compactMap(\.job)
            #expect(Set(given).count == given.count)
            let runnable = jobs.filter { job in agents.contains { job.isRunnable(by: $0, at: now) } }
            #expect(Set(given) == Set(runnable.map(\.guid)))
            for nothing in claims where nothing.job == nil {
                let missed = claims.filter { other in
                    guard other.began > nothing.ended, let guid = other.job,
                        let job = jobs.first(where: { $0.guid == guid })
                    else { return false }
                    return job.isRunnable(by: agents[nothing.agent], at: now)
                }
                #expect(missed.isEmpty, "agent \(nothing.agent) was told that there is nothing: \(missed)")
            }
        }
    }

    @Test(
        "Waiting agents share the jobs that come: the one with the fewest goes first", .proves("US-10", "FR-200.4"),
        arguments: TestEngine.all)
    func shared(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let studio = try await f.studio()
            var able = [studio.agent]
            for name in ["b", "c", "d"] { able.append(try await f.agent(name, of: studio.administrator)) }
            try await f.execute("UPDATE collections SET bound_agent_id = NULL")
            var counts = Array(repeating: 0, count: able.count)
            for _ in 0..<(3 * able.count) {
                try await withThrowingTaskGroup(of: (Int, JobAssignment?).self) { group in
                    for (index, agent) in able.enumerated() {
                        group.addTask { (index, try await agent.claim(wait: 50)) }
                    }
                    await f.waitForClaims(able.count)
                    try await studio.job()
                    let (index, job) = try #require(try await group.next())
                    counts[index] += 1
                    try await able[index].complete(try #require(job))
                    group.cancelAll()
                }
                #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
            }
            #expect(counts == Array(repeating: 3, count: able.count))
        }
    }

    private static func results(_ tool: Tool) -> JSONValue {
        switch tool {
        case .photostats: ["total_files": 1, "total_size": 1]
        case .photoPairing: ["group_count": 1, "image_count": 1, "file_count": 1]
        case .pipelineValidation: ["total_images": 1, "status_counts": [:]]
        }
    }
}
