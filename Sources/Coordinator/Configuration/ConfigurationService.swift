import Analysis
import Database
import Domain
import Store
import Wire

/// A team's settings, and all that a job is told of them. FR-540.
public struct ConfigurationService: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) {
        self.context = context
    }

    /// A setting, or its default.
    public func get(_ setting: Setting, team: Int64) async throws -> JSONValue {
        try await context.database.read { tx in
            setting.value(in: try DatabaseConfigLoader.settings(tx, team: team))
        }
    }

    /// All settings, or their defaults.
    public func all(team: Int64) async throws -> [Setting: JSONValue] {
        try await context.database.read { tx in
            let configuration = try DatabaseConfigLoader.settings(tx, team: team)
            return Dictionary(uniqueKeysWithValues: Setting.allCases.map { ($0, $0.value(in: configuration)) })
        }
    }

    /// Replaces a setting.
    /// - Throws: 400 naming the place in the value.
    public func set(_ setting: Setting, to value: JSONValue, by caller: UserCaller) async throws -> JSONValue {
        try caller.requireAdministrator()
        let checked = try SettingRules.check(setting, value)
        let now = context.time.now()
        try await context.database.write { tx in try write(tx, setting, checked, caller, now) }
        return checked
    }

    /// Changes one setting as it is at that moment, so that two who change different entries of it both do.
    /// - Throws: 400 naming the place in the new value; what the change throws.
    public func change(
        _ setting: Setting, by caller: UserCaller, _ change: @escaping @Sendable (JSONValue) throws -> JSONValue
    ) async throws {
        try caller.requireAdministrator()
        let now = context.time.now()
        try await context.database.write { tx in
            try RowLock(tx).team(caller.team.rowID)
            let present = setting.value(in: try DatabaseConfigLoader.settings(tx, team: caller.team.rowID))
            try write(tx, setting, SettingRules.check(setting, change(present)), caller, now)
        }
    }

    /// Replaces several settings: all of them or, where one is refused, none.
    /// - Throws: 400 naming the first that is refused as `setting`, and the place in it as `field`.
    public func set(_ values: [(Setting, JSONValue)], by caller: UserCaller) async throws {
        try caller.requireAdministrator()
        let checked = try values.map { setting, value in
            do {
                return (setting, try SettingRules.check(setting, value))
            } catch let error as CoordinatorError {
                let details = (error.details ?? [:]).merging(["setting": .string(setting.rawValue)]) { $1 }
                throw CoordinatorError(error.kind, error.code, error.message, details: details)
            }
        }
        let now = context.time.now()
        try await context.database.write { tx in
            for (setting, value) in checked { try write(tx, setting, value, caller, now) }
        }
    }

    private func write(
        _ tx: any SQLConnection, _ setting: Setting, _ value: JSONValue, _ caller: UserCaller, _ now: Timestamp
    ) throws {
        try ConfigurationStore(tx).set(
            team: caller.team.rowID, setting.rawValue, to: value, by: caller.user.rowID, at: now)
        try NotificationStore(tx).audit(
            team: caller.team.rowID, user: caller.user.rowID, action: "configuration.set",
            subject: setting.rawValue, at: now)
    }

    /// All that a job needs, for the agent that holds it. FR-540.9.
    public func configuration(ofJob guid: String, for caller: AgentCaller) async throws -> JobConfiguration {
        try await context.database.read { tx in
            try configuration(tx, try AgentsJob(tx).find(guid, caller))
        }
    }

    /// The same, for a person of the team.
    public func configuration(ofJob guid: String, for caller: UserCaller) async throws -> JobConfiguration {
        try await context.database.read { tx in
            try configuration(tx, try JobService.find(tx, guid, caller.team.rowID))
        }
    }

    private func configuration(_ tx: any SQLConnection, _ job: Job) throws -> JobConfiguration {
        guard let collection = try CollectionStore(tx).find(row: job.collectionRowID) else {
            throw CoordinatorError.notFound("collection")
        }
        let settings = try DatabaseConfigLoader.settings(tx, team: job.teamRowID)
        let pipeline = try job.pipelineRowID.flatMap(PipelineStore(tx).find(row:))
        return JobConfiguration(
            collection: AssignedCollection(collection),
            pipeline: pipeline.map { PipelineDTO($0, settings) }, photoExtensions: settings.photoExtensions,
            metadataExtensions: settings.metadataExtensions, requireSidecar: settings.requireSidecar,
            cameraMappings: settings.cameraMappings.mapValues { camera in
                Wire.CameraMapping(
                    name: camera.name, serialNumber: camera.serialNumber.isEmpty ? nil : camera.serialNumber)
            },
            processingMethods: settings.processingMethods)
    }
}
