import Domain
import Testing

@testable import Analysis

/// What a pipeline is refused for before anything is listed.
@Suite struct CheckedPipelineTests {
    @Test func allErrorsAreInOneMessageOfBoundedLength() throws {
        let nodes = (0..<30).map { PipelineNode(id: "n\($0)", name: "", kind: .capture, outputs: ["gone\($0)"]) }
        let error = #expect(throws: PipelineError.self) {
            _ = try CheckedPipeline(PipelineGraph(nodes: nodes), for: .builtIn)
        }
        let lines = try #require(error).message.split(separator: "\n")
        #expect(lines.first?.contains("errors in its structure:") == true)
        #expect(lines.count == 22 && lines.last?.hasPrefix("- and ") == true)
    }
}
