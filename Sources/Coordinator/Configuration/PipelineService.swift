import Analysis
import Database
import Domain
import Store
import Wire

/// A team's pipelines: keeping them, with the structure check before. Everybody reads them, administrators change them.
public struct PipelineService: Sendable {
    let context: ServiceContext

    init(_ context: ServiceContext) {
        self.context = context
    }

    /// The team's pipelines, by name.
    public func list(for caller: UserCaller, _ request: PageRequest) async throws -> PageDTO<PipelineDTO> {
        let team = caller.team.rowID
        let (found, settings) = try await context.database.read { tx in
            let store = PipelineStore(tx)
            let last = try request.last { guid in try store.find(guid, team: team) }
            let found = try store.page(team: team, after: last.map { ($0.name, $0.rowID) }, limit: request.limit + 1)
            return (found, try DatabaseConfigLoader.settings(tx, team: team))
        }
        return request.page(found, guid: \.guid.description) { PipelineDTO($0, settings) }
    }

    /// One pipeline, whole, for a team by its row. FR-540.8.
    public func get(_ guid: String, team: Int64) async throws -> PipelineDTO {
        try await context.database.read { tx in
            PipelineDTO(try Self.find(tx, guid, team), try DatabaseConfigLoader.settings(tx, team: team))
        }
    }

    /// Looks at a pipeline without keeping it.
    /// - Throws: 400 naming the field, where there is nothing to look at.
    public func check(_ request: PipelineRequest, for caller: UserCaller) async throws -> PipelineCheckResponse {
        let check = try await checked(request, caller)
        guard let check else { throw Self.nothingGiven }
        return PipelineCheckResponse(valid: check.isSound, findings: check.findings, nodes: check.nodes)
    }

    /// Adds a pipeline. Warnings of the structure check come back in it.
    /// - Throws: 400 naming the field; 400 `invalid_pipeline` with the findings; 409 `duplicate_pipeline` for a name that is taken.
    public func create(_ request: PipelineRequest, by caller: UserCaller) async throws -> PipelineDTO {
        try caller.requireAdministrator()
        let template = try request.template.map(PipelineCheck.template)
        guard let name = request.name ?? template?.title else {
            throw CoordinatorError.invalidField("name", "is missing")
        }
        let content = PipelineStore.Content(
            name: try FieldRules.name(name, field: "name"),
            summary: try Self.summary(request.description ?? template?.summary ?? ""), nodes: [])
        guard let check = try await checked(request, caller) else { throw Self.nothingGiven }
        try check.requireSound()
        let guid: PipelineID = context.identifier()
        return try await write(named: content.name, "pipeline.create", by: caller) { store, team, now in
            var content = content
            content.nodes = .array(check.nodes)
            try store.insert(guid: guid, team: team, content, by: caller.user.rowID, at: now)
            return guid.description
        } then: { store, pipeline, now in
            try setStandard(request.isDefault, pipeline, store, caller, now)
        }
    }

    /// Changes what is given of a pipeline; nodes are checked as in `create`.
    /// - Parameter version: the version that the change was made on; nil changes whatever there is.
    /// - Throws: as `create`; 409 `pipeline_changed` where there is another version by now.
    public func change(
        _ guid: String, _ request: PipelineRequest, onto version: String? = nil, by caller: UserCaller
    ) async throws -> PipelineDTO {
        try caller.requireAdministrator()
        let name = try request.name.map { try FieldRules.name($0, field: "name") }
        let summary = try request.description.map(Self.summary)
        // Another team's pipeline is not there, whatever is wrong with what was sent.
        _ = try await get(guid, team: caller.team.rowID)
        let check = try await checked(request, caller)
        try check?.requireSound()
        return try await write(named: name ?? "", "pipeline.change", by: caller) { store, team, now in
            let pipeline = try Self.find(store, guid, team)
            if let version { try pipeline.require(version) }
            let content = PipelineStore.Content(
                name: name ?? pipeline.name, summary: summary ?? pipeline.summary,
                nodes: check.map { .array($0.nodes) } ?? pipeline.nodes)
            try store.update(row: pipeline.rowID, content, by: caller.user.rowID, at: now)
            return guid
        } then: { store, pipeline, now in
            try setStandard(request.isDefault, pipeline, store, caller, now)
        }
    }

    /// Deletes a pipeline that no collection and no unfinished job uses; results keep its name.
    /// - Throws: 409 `pipeline_in_use` naming them.
    public func delete(_ guid: String, by caller: UserCaller) async throws {
        try caller.requireAdministrator()
        let now = context.time.now()
        try await context.database.write { tx in
            let team = caller.team.rowID
            try RowLock(tx).team(team)
            let pipeline = try Self.find(tx, guid, team)
            let collections = try CollectionStore(tx).using(pipeline: pipeline.rowID)
            let jobs = try JobStore(tx).unfinished(pipeline: pipeline.rowID, team: team)
            guard collections.isEmpty, jobs.isEmpty else { throw Self.inUse(pipeline, collections, jobs) }
            try PipelineStore(tx).delete(row: pipeline.rowID, by: caller.user.rowID, at: now)
            try NotificationStore(tx).audit(
                team: team, user: caller.user.rowID, action: "pipeline.delete", subject: guid, at: now)
        }
    }

    private func checked(_ request: PipelineRequest, _ caller: UserCaller) async throws -> PipelineCheck? {
        let settings = try await context.database.read { tx in
            try DatabaseConfigLoader.settings(tx, team: caller.team.rowID)
        }
        return try PipelineCheck(request, settings)
    }

    /// Does a change, what follows from it, and notes who did it, in one transaction.
    private func write(
        named name: String, _ action: String, by caller: UserCaller,
        _ change: @escaping @Sendable (PipelineStore, Int64, Timestamp) throws -> String,
        then: @escaping @Sendable (PipelineStore, Pipeline, Timestamp) throws -> Void
    ) async throws -> PipelineDTO {
        let now = context.time.now()
        let team = caller.team.rowID
        do {
            return try await context.database.write { tx in
                try RowLock(tx).team(team)
                let store = PipelineStore(tx)
                let guid = try change(store, team, now)
                try then(store, try Self.find(store, guid, team), now)
                try NotificationStore(tx).audit(
                    team: team, user: caller.user.rowID, action: action, subject: guid, at: now)
                return PipelineDTO(
                    try Self.find(store, guid, team), try DatabaseConfigLoader.settings(tx, team: team))
            }
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw CoordinatorError(
                .conflict, "duplicate_pipeline", "The team has a pipeline called \(name) already; choose another name.",
                details: ["field": "name"])
        }
    }

    /// One default for a team: another gives way, in the same transaction.
    private func setStandard(
        _ wanted: Bool?, _ pipeline: Pipeline, _ store: PipelineStore, _ caller: UserCaller, _ now: Timestamp
    ) throws {
        guard let wanted, wanted != pipeline.isDefault else { return }
        try store.setStandard(
            row: wanted ? pipeline.rowID : nil, team: caller.team.rowID, by: caller.user.rowID, at: now)
    }
}

extension PipelineService {
    static func find(_ tx: any SQLConnection, _ guid: String, _ team: Int64) throws -> Pipeline {
        try find(PipelineStore(tx), guid, team)
    }

    private static func find(_ store: PipelineStore, _ guid: String, _ team: Int64) throws -> Pipeline {
        guard let id = PipelineID(guid), let pipeline = try store.find(id, team: team) else {
            throw CoordinatorError.notFound("pipeline")
        }
        return pipeline
    }

    /// What a pipeline is for: may be empty, and have several lines.
    private static func summary(_ text: String) throws -> String {
        guard text.count <= 2000 else {
            throw CoordinatorError.invalidField("description", "must have at most 2,000 characters")
        }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" || $0 == "\r" })
        else {
            throw CoordinatorError.invalidField("description", "must not hold control characters")
        }
        return text
    }

    private static let nothingGiven = CoordinatorError.invalidField(
        "nodes", "is missing; send the pipeline as nodes, as yaml, or by the name of a template")

    private static func inUse(_ pipeline: Pipeline, _ collections: [PhotoCollection], _ jobs: [Job]) -> CoordinatorError
    {
        var users = collections.prefix(5).map { "the collection \($0.name)" }
        if collections.count > 5 { users.append("\(collections.count - 5) more collections") }
        if jobs.count == 1 { users.append("a job on \(jobs[0].collectionName) that has not ended") }
        if jobs.count > 1 { users.append("\(jobs.count) jobs that have not ended") }
        return CoordinatorError(
            .conflict, "pipeline_in_use",
            "\(pipeline.name) is used by \(users.joined(separator: ", ")). Give them another, or wait for the jobs' end.",
            details: [
                "collections": .array(collections.map { .string($0.guid.description) }),
                "jobs": .array(jobs.map { .string($0.guid.description) }),
            ])
    }
}

extension PipelineDTO {
    init(_ pipeline: Pipeline, _ settings: ToolConfiguration) {
        self.init(
            guid: pipeline.guid.description, name: pipeline.name, description: pipeline.summary,
            nodes: pipeline.nodes.arrayValue ?? [], isDefault: pipeline.isDefault,
            findings: PipelineCheck(pipeline, settings).findings, createdAt: pipeline.createdAt)
    }
}
