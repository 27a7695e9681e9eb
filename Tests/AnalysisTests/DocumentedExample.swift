import Analysis
import Domain
import Testing
import Wire

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An example in a document of docs/tools that a test runs: a block ```` ```files ```` with one path a line, and behind it a block
/// ```` ```json ```` whose every member must be in the results as it stands there.
///
/// The nearest ```` ```yaml ```` block above it is its configuration, the built-in one where there is none. A line of `files` may go
/// on with its size in bytes and its time, `a/AB3D0001.dng | 1000 | 2026-01-02T03:04:05Z`; `\xHH` is a byte that is no text.
struct DocumentedExample: Sendable, CustomTestStringConvertible {
    /// The document, from the repository's root on.
    let document: String
    /// Where its `files` block begins.
    let line: Int
    let configuration: ToolConfiguration
    let files: FileTable
    /// Where its `json` block begins.
    let expectedLine: Int
    let expected: [String: JSONValue]

    var testDescription: String { "\(document):\(line)" }

    /// The examples of `docs/tools/NAME.md`, at least one.
    static func all(in name: String) throws -> [DocumentedExample] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let document = "docs/tools/\(name).md"
        let text = try String(contentsOf: root.appending(path: document), encoding: .utf8)
        return try all(inText: text, of: document)
    }

    /// The examples of a document's text, at least one.
    static func all(inText text: String, of document: String) throws -> [DocumentedExample] {
        let examples = try read(FencedBlock.all(in: text), of: document)
        guard !examples.isEmpty else { throw Malformed("\(document) has no example") }
        return examples
    }

    private static func read(_ blocks: [FencedBlock], of document: String) throws -> [DocumentedExample] {
        var examples: [DocumentedExample] = []
        var yaml: FencedBlock?
        for (index, block) in blocks.enumerated() {
            if block.language == "yaml" { yaml = block }
            guard block.language == "files" else { continue }
            guard index + 1 < blocks.count, blocks[index + 1].language == "json" else {
                throw Malformed("\(document):\(block.line): no json block follows the files")
            }
            let json = blocks[index + 1]
            guard let expected = try JSONParser.parse(Array(json.text.utf8)).objectValue else {
                throw Malformed("\(document):\(json.line): the json block is no object")
            }
            examples.append(
                DocumentedExample(
                    document: document, line: block.line,
                    configuration: try yaml.map { try YAMLConfiguration.parse(Array($0.text.utf8)).configuration }
                        ?? .builtIn,
                    files: FileTable(try block.rows.map(file)), expectedLine: json.line, expected: expected))
        }
        return examples
    }

    private static func file(_ row: String) throws -> FileRecord {
        let fields = row.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimming(" ") }
        let time = fields.count > 2 ? Timestamp(fields[2]) : Timestamp(milliseconds: 1_767_225_600_000)
        guard fields.count <= 3, let size = Int64(fields.count > 1 ? fields[1] : "1000"), let time else {
            throw Malformed("\"\(row)\" is no file: PATH | SIZE | TIME")
        }
        return FileRecord(path: rawBytes(fields[0]), size: size, modified: time)
    }

    private static func rawBytes(_ text: String) -> [UInt8] {
        var (bytes, rest) = ([UInt8](), Array(text.utf8)[...])
        while let first = rest.first {
            let digits = String(decoding: rest.dropFirst(2).prefix(2), as: UTF8.self)
            if rest.starts(with: Array("\\x".utf8)), let byte = UInt8(digits, radix: 16) {
                bytes.append(byte)
                rest = rest.dropFirst(4)
            } else {
                bytes.append(first)
                rest = rest.dropFirst()
            }
        }
        return bytes
    }

    struct Malformed: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }
}

extension DocumentedExample {
    /// Runs the example and compares the results it gives, as `writtenJSON` reads them, with what the document says.
    func check(_ analyse: (DocumentedExample) throws -> JSONValue) rethrows {
        let results = try analyse(self)
        for (name, wanted) in expected.sorted(by: { $0.key < $1.key }) where results[name] != wanted {
            let found = results[name].map { String(decoding: CanonicalJSON.encode($0), as: UTF8.self) } ?? "nothing"
            let wanted = String(decoding: CanonicalJSON.encode(wanted), as: UTF8.self)
            Issue.record(
                "\(document):\(expectedLine): \(name) is\n\(found)\nbut the document says\n\(wanted)",
                sourceLocation: SourceLocation(
                    fileID: document, filePath: document, line: expectedLine, column: 1))
        }
    }
}

/// What a result writes, read again; the bytes must be the canonical ones.
func writtenJSON(_ write: (inout JSONWriter) -> Void) throws -> JSONValue {
    var writer = JSONWriter()
    write(&writer)
    let json = try JSONParser.parse(writer.bytes)
    #expect(CanonicalJSON.encode(json) == writer.bytes, "written otherwise than canonical JSON")
    return json
}

/// A fenced block of a Markdown document.
private struct FencedBlock {
    let language: String
    /// Where its fence stands, from 1.
    let line: Int
    let rows: [String]

    var text: String { rows.joined(separator: "\n") }

    static func all(in document: String) -> [FencedBlock] {
        var blocks: [FencedBlock] = []
        var open: (language: String, line: Int, rows: [String])?
        for (index, row) in document.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if row.hasPrefix("```") {
                if let block = open {
                    blocks.append(FencedBlock(language: block.language, line: block.line, rows: block.rows))
                    open = nil
                } else {
                    open = (String(row.dropFirst(3)), index + 1, [])
                }
            } else {
                open?.rows.append(String(row))
            }
        }
        return blocks
    }
}

extension Substring {
    fileprivate func trimming(_ character: Character) -> String {
        var rest = drop { $0 == character }
        while rest.last == character { rest.removeLast() }
        return String(rest)
    }
}
