import Analysis
import Database
import Domain
import Store
import Wire

/// A team's configuration: what the tools take from the database. FR-540.
public struct ConfigurationService: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) {
        self.context = context
    }

    /// The settings of a team, by the last part of their path.
    public enum Setting: String, CaseIterable, Sendable {
        case photoExtensions = "photo-extensions"
        case metadataExtensions = "metadata-extensions"
        case requireSidecar = "require-sidecar"
        case cameraMappings = "camera-mappings"
        case processingMethods = "processing-methods"

        var defaultValue: JSONValue {
            let builtIn = ToolConfiguration.builtIn
            switch self {
            case .photoExtensions: return .array(builtIn.photoExtensions.map(JSONValue.string))
            case .metadataExtensions: return .array(builtIn.metadataExtensions.map(JSONValue.string))
            case .requireSidecar: return .array(builtIn.requireSidecar.map(JSONValue.string))
            case .cameraMappings, .processingMethods: return [:]
            }
        }
    }

    /// A setting, or its default.
    public func get(_ setting: Setting, team: Int64) async throws -> JSONValue {
        try await context.database.read { tx in try Self.value(tx, setting, team) }
    }

    /// Replaces a setting.
    /// - Throws: 400 naming the place in the value.
    public func set(_ setting: Setting, to value: JSONValue, by caller: UserCaller) async throws -> JSONValue {
        try caller.requireAdministrator()
        let checked = try SettingRules.check(setting, value)
        let now = context.time.now()
        try await context.database.write { tx in
            try ConfigurationStore(tx).set(
                team: caller.team.rowID, setting.rawValue, to: checked, by: caller.user.rowID, at: now)
        }
        return checked
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

    /// The team's pipelines, by name.
    public func pipelines(team: Int64) async throws -> [PipelineDTO] {
        try await context.database.read { tx in
            try ConfigurationStore(tx).pipelines(team: team).map(PipelineDTO.init)
        }
    }

    /// One pipeline, whole. FR-540.8.
    public func pipeline(_ guid: String, team: Int64) async throws -> PipelineDTO {
        let found = try await context.database.read { tx in
            try PipelineID(guid).flatMap { try ConfigurationStore(tx).pipeline($0, team: team) }
        }
        guard let found else { throw CoordinatorError.notFound("pipeline") }
        return PipelineDTO(found)
    }

    private func configuration(_ tx: any SQLConnection, _ job: Job) throws -> JobConfiguration {
        guard let collection = try CollectionStore(tx).find(row: job.collectionRowID) else {
            throw CoordinatorError.notFound("collection")
        }
        let pipeline = try job.pipelineRowID.flatMap(ConfigurationStore(tx).pipeline(row:))
        func texts(_ setting: Setting) throws -> [String] {
            try Self.value(tx, setting, job.teamRowID).arrayValue?.compactMap(\.stringValue) ?? []
        }
        let cameras = try Self.value(tx, .cameraMappings, job.teamRowID).objectValue ?? [:]
        let methods = try Self.value(tx, .processingMethods, job.teamRowID).objectValue ?? [:]
        return JobConfiguration(
            collection: AssignedCollection(collection),
            pipeline: pipeline.map(PipelineDTO.init), photoExtensions: try texts(.photoExtensions),
            metadataExtensions: try texts(.metadataExtensions), requireSidecar: try texts(.requireSidecar),
            cameraMappings: cameras.mapValues { camera in
                Wire.CameraMapping(
                    name: camera["name"]?.stringValue ?? "", serialNumber: camera["serial_number"]?.stringValue)
            },
            processingMethods: methods.compactMapValues(\.stringValue))
    }

    private static func value(_ tx: any SQLConnection, _ setting: Setting, _ team: Int64) throws -> JSONValue {
        try ConfigurationStore(tx).value(team: team, setting.rawValue) ?? setting.defaultValue
    }
}

/// What a setting may hold (protocol.md, *Configuration*).
enum SettingRules {
    static func check(_ setting: ConfigurationService.Setting, _ value: JSONValue) throws -> JSONValue {
        switch setting {
        case .photoExtensions:
            guard value.arrayValue?.isEmpty != true else {
                throw CoordinatorError.invalidField(
                    "body", "must name at least one extension, or nothing is ever a photo")
            }
            return try extensions(value)
        case .metadataExtensions, .requireSidecar: return try extensions(value)
        case .cameraMappings: return try cameras(value)
        case .processingMethods: return try methods(value)
        }
    }

    private static func extensions(_ value: JSONValue) throws -> JSONValue {
        guard let elements = value.arrayValue else {
            throw CoordinatorError.invalidField("body", "must be a list of extensions")
        }
        var seen: [JSONValue] = []
        for (index, element) in elements.enumerated() {
            guard let text = element.stringValue?.lowercased(), text.hasPrefix("."), (2...20).contains(text.utf8.count),
                text.dropFirst().allSatisfy({ $0.isLetter || $0.isNumber })
            else {
                throw CoordinatorError.invalidField(
                    "[\(index)]", "must be an extension such as .dng: a dot, letters and digits")
            }
            if !seen.contains(.string(text)) { seen.append(.string(text)) }
        }
        return .array(seen)
    }

    private static func cameras(_ value: JSONValue) throws -> JSONValue {
        guard let members = value.objectValue else {
            throw CoordinatorError.invalidField("body", "must be an object by camera id")
        }
        for (id, camera) in members {
            guard id.utf8.count == 4, id.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
            else {
                throw CoordinatorError.invalidField(id, "must be a camera id: 4 of A-Z and 0-9")
            }
            guard camera["name"]?.stringValue != nil else {
                throw CoordinatorError.invalidField("\(id).name", "must be a text")
            }
            if let serial = camera["serial_number"], serial != .null, serial.stringValue == nil {
                throw CoordinatorError.invalidField("\(id).serial_number", "must be a text or null")
            }
        }
        return value
    }

    private static func methods(_ value: JSONValue) throws -> JSONValue {
        guard let members = value.objectValue else {
            throw CoordinatorError.invalidField("body", "must be an object by method code")
        }
        for (code, text) in members where text.stringValue == nil || code.isEmpty {
            throw CoordinatorError.invalidField(code, "must be a text behind a code that is not empty")
        }
        return value
    }
}

extension PipelineDTO {
    init(_ pipeline: Pipeline) {
        self.init(
            guid: pipeline.guid.description, name: pipeline.name, description: pipeline.summary,
            nodes: pipeline.nodes.arrayValue ?? [], isDefault: pipeline.isDefault, findings: [],
            createdAt: pipeline.createdAt)
    }
}
