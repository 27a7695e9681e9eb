import Domain
import Testing

@testable import Analysis

/// What docs/tools/photo-pairing.md shows is what happens.
@Suite struct PhotoPairingDocumentTests {
    @Test(arguments: try DocumentedExample.all(in: "photo-pairing"))
    func theDocumentedExampleHolds(example: DocumentedExample) throws {
        try example.check { example in
            let result = PhotoPairing.analyse(
                files: example.files, configuration: example.configuration, options: .init(imageGroups: .listed))
            return try writtenJSON(result.write)
        }
    }
}
