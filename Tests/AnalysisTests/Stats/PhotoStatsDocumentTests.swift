import Testing

@testable import Analysis

/// What docs/tools/photostats.md shows is what happens.
@Suite struct PhotoStatsDocumentTests {
    @Test(arguments: try DocumentedExample.all(in: "photostats"))
    func theDocumentedExampleHolds(example: DocumentedExample) throws {
        try example.check { example in
            try writtenJSON(PhotoStats.analyse(files: example.files, configuration: example.configuration).write)
        }
    }
}
