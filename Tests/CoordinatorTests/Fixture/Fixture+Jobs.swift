import Domain
import Testing
import Wire

@testable import Coordinator

extension Fixture {
    /// A LOCAL collection on an agent.
    @discardableResult
    func collection(
        _ path: String = "/photos", on agent: TestAgent, by caller: UserCaller
    ) async throws -> CollectionDTO {
        try await coordinator.collections.create(
            CreateCollectionRequest(
                name: "Photos in \(path)", type: .local, location: path, boundAgentGuid: agent.guid), by: caller)
    }

    /// A job on a collection.
    @discardableResult
    func job(
        on collection: CollectionDTO, _ tool: Tool = .photostats, priority: Int? = nil, by caller: UserCaller
    ) async throws -> JobDTO {
        try await coordinator.runs.start(
            RunRequest(tool: tool, priority: priority), collection: collection.guid, by: caller)
    }

    /// Makes a job one that any fit agent may run, as those of remote collections are.
    func unbind(_ job: JobDTO) async throws {
        try await execute("UPDATE jobs SET bound_agent_id = 0 WHERE guid = ?1", [job.guid])
    }

    /// A job as people see it now.
    func look(_ job: JobDTO, as caller: UserCaller) async throws -> JobDTO {
        try await coordinator.jobs.get(job.guid, for: caller)
    }

    /// An administrator, an agent, a collection on it.
    func studio() async throws -> Studio {
        let administrator = try await administrator()
        let agent = try await agent(of: administrator)
        let collection = try await collection(on: agent, by: administrator)
        return Studio(fixture: self, administrator: administrator, agent: agent, collection: collection)
    }
}

/// The smallest team that can work.
struct Studio: Sendable {
    let fixture: Fixture
    let administrator: UserCaller
    let agent: TestAgent
    let collection: CollectionDTO

    /// A new job on the collection.
    @discardableResult
    func job(_ tool: Tool = .photostats, priority: Int? = nil) async throws -> JobDTO {
        try await fixture.job(on: collection, tool, priority: priority, by: administrator)
    }

    /// A job as people see it now.
    func look(_ job: JobDTO) async throws -> JobDTO {
        try await fixture.look(job, as: administrator)
    }

    /// A job as people see it now, by what the agent was given.
    func look(_ job: JobAssignment) async throws -> JobDTO {
        try await fixture.coordinator.jobs.get(job.guid, for: administrator)
    }

    func cancel(_ job: JobDTO) async throws -> JobDTO {
        try await fixture.coordinator.jobs.cancel(job.guid, by: administrator)
    }

    /// A job that the agent runs.
    func running() async throws -> JobAssignment {
        try await job()
        return try await agent.running()
    }
}
