import Database
import Domain
import Store
import TestSupport
import Testing

/// Makes the rows that store tests need, in one transaction each.
struct Rows: Sendable {
    let database: any SQLDatabase
    let random = RepeatableRandom()
    let now = Timestamp(milliseconds: 1_767_323_045_678)

    func identifier<Kind>() -> Identifier<Kind> {
        Identifier(at: now, random: random)
    }

    /// A team, an administrator, and their rows.
    func team(_ name: String = "Red") async throws -> (team: Int64, user: Int64) {
        try await database.write { tx in
            try TeamStore(tx).insert(guid: identifier(), name: name, at: now)
            let team = try #require(try TeamStore(tx).find(name: name)).rowID
            let user = try UserStore(tx).insert(
                guid: identifier(), team: team, email: "Ann@\(name).example.org", name: "Ann", role: .administrator,
                passwordHash: nil, at: now)
            return (team, user)
        }
    }

    /// An agent's row.
    func agent(_ name: String = "studio", team: Int64, user: Int64) async throws -> Int64 {
        try await database.write { tx in
            let system = try UserStore(tx).insertSystem(
                guid: identifier(), team: team, name: "Agent: \(name)", createdBy: user, at: now)
            return try AgentStore(tx).insert(
                .init(
                    guid: identifier(), team: team, systemUser: system, issuedBy: user, name: name, hostname: "host",
                    osInfo: nil, platform: "linux-amd64", version: "1.0.0", binaryChecksum: "0",
                    keyHash: "hash \(name)",
                    keyPrefix: "abcdef", capabilities: ["local_filesystem", "tool:photostats:1.0.0"], roots: ["/"]),
                at: now)
        }
    }

    /// A collection's row.
    func collection(_ path: String = "/photos", team: Int64, user: Int64, agent: Int64) async throws -> Int64 {
        let guid: CollectionID = identifier()
        return try await database.write { tx in
            try CollectionStore(tx).insert(
                guid: guid, team: team, name: path, type: .local, location: path, boundAgent: agent, pipeline: nil,
                by: user, at: now)
            return try #require(try CollectionStore(tx).find(guid, team: team)).rowID
        }
    }

    /// Everything that a job needs.
    func desk() async throws -> Desk {
        let (team, user) = try await team()
        let agent = try await agent(team: team, user: user)
        let collection = try await collection(team: team, user: user, agent: agent)
        let requirement = try await database.write { tx in
            try RequirementStore(tx).intern(Requirement([.tool(.photostats), .localFilesystem]))
        }
        return Desk(
            rows: self, team: team, user: user, agent: agent, collection: collection, requirement: requirement)
    }
}

/// One team with one agent and one collection.
struct Desk: Sendable {
    let rows: Rows
    let team, user, agent, collection, requirement: Int64

    /// What a job of the collection is made from.
    func newJob(_ change: (inout JobStore.NewJob) -> Void = { _ in }) -> JobStore.NewJob {
        var job = JobStore.NewJob(
            guid: rows.identifier(), team: team, collection: collection, tool: .photostats, requirement: requirement,
            boundAgent: agent, createdBy: user)
        change(&job)
        return job
    }

    /// Adds a job and reads it back.
    func job(_ change: (inout JobStore.NewJob) -> Void = { _ in }) async throws -> Job {
        let new = newJob(change)
        return try await rows.database.write { tx in
            try JobStore(tx).insert(new, at: rows.now)
            return try #require(try JobStore(tx).find(new.guid, team: team))
        }
    }

    func claimant(agent: Int64? = nil, requirements: [Int64]? = nil) -> ClaimStore.Claimant {
        ClaimStore.Claimant(
            agent: agent ?? self.agent, team: team, user: user, requirements: requirements ?? [requirement])
    }

    /// Has the agent hold a job.
    func hold(_ job: Job, attempt: Int = 1, _ tx: any SQLConnection) throws {
        _ = try JobStore(tx).move(job, to: JobState(status: .assigned, attempt: attempt), by: nil, at: rows.now)
        try tx.execute(
            "UPDATE jobs SET agent_id = ?2, lease_expires_at = ?3 WHERE id = ?1", [job.rowID, agent, rows.now])
    }

    /// Which job the agent would get.
    func next(at instant: Timestamp? = nil, agent: Int64? = nil, requirements: [Int64]? = nil) async throws -> Int64? {
        try await rows.database.read { tx in
            try ClaimStore(tx).look(
                claimant(agent: agent, requirements: requirements), at: instant ?? rows.now)?.next
        }
    }
}
