import Domain
import TestSupport
import Wire

@testable import AgentRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A folder of photos and the jobs on it.
extension Fixture {
    static let configRoute = UserRoutes.jobConfiguration

    /// A pipeline of a raw file that is archived.
    static let rawPipeline: JSONValue = [
        ["id": "shot", "type": "Capture", "name": "Shot", "output": ["raw"]],
        ["id": "raw", "type": "File", "name": "Raw", "extension": ".cr3", "output": ["done"]],
        ["id": "done", "type": "Termination", "name": "Archive", "termination_type": "Archive", "output": []],
    ]

    /// What the server answers when it is asked for a job's configuration.
    static func config(pipeline: String? = nil, nodes: JSONValue = rawPipeline) -> JSONValue {
        let graph: JSONValue = pipeline.map { ["guid": "pip_01", "name": .string($0), "nodes": nodes] } ?? nil
        return [
            "collection": ["guid": "col_01890000000000000000000001"], "pipeline": graph,
            "photo_extensions": [".dng", ".cr3"], "metadata_extensions": [".xmp"], "require_sidecar": [".cr3"],
            "camera_mappings": [:], "processing_methods": [:],
        ]
    }

    /// With files of three bytes in `photos`.
    init(_ server: FakeServer, files: [String]) throws {
        try self.init(server)
        server.on(Self.configRoute) { _ in .json(Self.config()) }
        try FileManager.default.createDirectory(atPath: photos, withIntermediateDirectories: true)
        for file in files {
            let path = "\(photos)/\(file)"
            let parent = path.split(separator: "/").dropLast().joined(separator: "/")
            try FileManager.default.createDirectory(atPath: "/" + parent, withIntermediateDirectories: true)
            try DurableFile.write([1, 2, 3], to: path, mode: 0o644)
        }
    }

    var photos: String { folder.path + "/photos" }

    /// An assignment on `photos` of another tool, or with other parameters.
    func job(_ tool: Tool = .photostats, parameters: JSONValue = [:], previousFiles: Int64? = nil) -> JSONValue {
        guard case .object(var members) = Self.job(photos, previousFiles: previousFiles) else { return .null }
        members["tool"] = .string(tool.rawValue)
        members["parameters"] = parameters
        return .object(members)
    }

    /// Does the work of a job.
    func analyse(
        _ job: JSONValue, cache: TeamSettingsCache? = nil, cancellation: Cancellation = Cancellation(),
        warnings: Recorder<JobWarning> = Recorder(), updates: Recorder<ProgressUpdate> = Recorder()
    ) async throws -> WorkOutput {
        let assignment = try WireJSON.decode(JobAssignment.self, from: CanonicalJSON.encode(job))
        let work = CollectionAnalysis(context: try context(), cache: cache ?? TeamSettingsCache(time: time))
        return try await work.perform(
            assignment,
            AttemptSession(
                cancellation: cancellation, report: { updates.append($0) }, warn: { warnings.append($0) }))
    }
}
