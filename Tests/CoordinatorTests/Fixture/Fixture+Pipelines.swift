import Domain
import Wire

@testable import Coordinator

extension Fixture {
    /// Raw files that end in an archive.
    static let rawNodes: [JSONValue] = [
        ["id": "start", "type": "capture", "output": ["raw"]],
        ["id": "raw", "type": "file", "extension": ".cr3", "output": ["end"]],
        ["id": "end", "type": "termination", "termination_type": "archive"],
    ]

    /// A pipeline of a team.
    @discardableResult
    func pipeline(
        _ name: String = "Raw only", nodes: [JSONValue] = rawNodes, isDefault: Bool? = nil, by caller: UserCaller
    ) async throws -> PipelineDTO {
        try await coordinator.pipelines.create(
            PipelineRequest(name: name, nodes: nodes, isDefault: isDefault), by: caller)
    }
}
