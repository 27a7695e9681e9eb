import Domain
import Testing

/// Examples of documents are read as they are meant, and one that does not hold is told.
@Suite struct DocumentedExampleTests {
    private let text = """
        # Tool
        ```sh
        run
        ```
        ```yaml
        photo_extensions: [.abc]
        ```
        text
        ```files
        a/b.abc
        c \\xFF.abc | 7 | 1970-01-01T00:00:01.000Z
        ```
        more text
        ```json
        { "total": 2, "deep": { "x": [1] } }
        ```
        """

    @Test func filesConfigurationAndExpectationAreRead() throws {
        let example = try #require(try DocumentedExample.all(inText: text, of: "docs/d.md").first)
        #expect(example.testDescription == "docs/d.md:9" && example.expectedLine == 14)
        #expect(example.configuration.photoExtensions == [".abc"])
        #expect(example.files.map(\.path) == [Array("a/b.abc".utf8), Array("c ".utf8) + [0xFF] + Array(".abc".utf8)])
        #expect(example.files.size(1) == 7 && example.files.modified(1) == Timestamp(milliseconds: 1000))
    }

    @Test func whatTheDocumentNamesMustBeSoAndTheRestMayBeAnything() throws {
        let example = try #require(try DocumentedExample.all(inText: text, of: "docs/d.md").first)
        example.check { _ in ["total": 2, "deep": ["x": [1]], "other": 3] }
        let wrong: [JSONValue] = [
            [:], ["total": 3, "deep": ["x": [1]]], ["total": 2, "deep": ["x": [1], "y": 2]],
            ["total": 2, "deep": ["x": []]],
        ]
        for results in wrong {
            withKnownIssue { example.check { _ in results } }
        }
    }

    @Test(arguments: ["# no example", "```files\na\n```\n```yaml\n```", "```files\na | b\n```\n```json\n{}\n```"])
    func aDocumentThatIsOffIsAnError(text: String) {
        #expect(throws: (any Error).self) { try DocumentedExample.all(inText: text, of: "docs/d.md") }
    }
}
