import Domain
import Testing

@testable import Analysis

/// What docs/tools/pipeline-validation.md shows is what happens.
@Suite struct PipelineValidationDocumentTests {
    @Test(arguments: try DocumentedExample.all(in: "pipeline-validation"))
    func theDocumentedExampleHolds(example: DocumentedExample) throws {
        try example.check { example in
            let pipeline = try PipelineGraph.parse(try #require(example.configuration.pipelines["default"]))
            #expect(pipeline.findings(for: example.configuration) == [])
            let result = try PipelineValidation.analyse(
                files: example.files, pipeline: CheckedPipeline(pipeline, for: example.configuration))
            return try writtenJSON(result.write)
        }
    }
}
