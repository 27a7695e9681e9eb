import Domain

/// What a camera id stands for.
public struct CameraMapping: Codable, Hashable, Sendable {
    /// The camera's name.
    public var name: String
    /// Its serial number.
    public var serialNumber: String?

    private enum CodingKeys: String, CodingKey {
        case name
        case serialNumber = "serial_number"
    }

    /// From its parts.
    public init(name: String, serialNumber: String? = nil) {
        self.name = name
        self.serialNumber = serialNumber
    }
}

/// `GET jobs/{guid}/config`: all that a job needs. FR-540.9.
public struct JobConfiguration: Codable, Hashable, Sendable {
    /// What to analyse.
    public var collection: AssignedCollection
    /// For validation.
    public var pipeline: PipelineDTO?
    /// For example `.dng`.
    public var photoExtensions: [String]
    /// For example `.xmp`.
    public var metadataExtensions: [String]
    /// Photo extensions that need a sidecar.
    public var requireSidecar: [String]
    /// By camera id.
    public var cameraMappings: [String: CameraMapping]
    /// By method code.
    public var processingMethods: [String: String]

    private enum CodingKeys: String, CodingKey {
        case collection, pipeline
        case photoExtensions = "photo_extensions"
        case metadataExtensions = "metadata_extensions"
        case requireSidecar = "require_sidecar"
        case cameraMappings = "camera_mappings"
        case processingMethods = "processing_methods"
    }

    /// From its parts.
    public init(
        collection: AssignedCollection, pipeline: PipelineDTO? = nil, photoExtensions: [String],
        metadataExtensions: [String], requireSidecar: [String], cameraMappings: [String: CameraMapping],
        processingMethods: [String: String]
    ) {
        self.collection = collection
        self.pipeline = pipeline
        self.photoExtensions = photoExtensions
        self.metadataExtensions = metadataExtensions
        self.requireSidecar = requireSidecar
        self.cameraMappings = cameraMappings
        self.processingMethods = processingMethods
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(collection, forKey: .collection)
        try container.encode(pipeline, forKey: .pipeline)
        try container.encode(photoExtensions, forKey: .photoExtensions)
        try container.encode(metadataExtensions, forKey: .metadataExtensions)
        try container.encode(requireSidecar, forKey: .requireSidecar)
        try container.encode(cameraMappings, forKey: .cameraMappings)
        try container.encode(processingMethods, forKey: .processingMethods)
    }
}
