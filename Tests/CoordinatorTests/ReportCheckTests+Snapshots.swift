import Coordinator
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension ReportCheckTests {
    private static var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "ReportsTests/Snapshots")
    }

    /// Reports as the agent renders them, with names that look like markup and one that is no text.
    private static let tools = ["photostats", "photo-pairing", "pipeline-validation"]

    private static func snapshot(_ tool: String) throws -> String {
        let bytes = [UInt8](try Data(contentsOf: folder.appending(path: "\(tool).html")))
        return try #require(String(validating: bytes, as: UTF8.self), "\(tool).html is no text")
    }

    @Test("No kept report is left out here")
    func everySnapshotIsNamed() throws {
        let kept = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(kept) == Set(Self.tools.map { "\($0).html" }))
    }

    @Test(
        "The report of each tool passes whole, and is refused once anything is put into it that runs or loads",
        .proves("FR-530.9", "FR-530.12"), arguments: tools)
    func snapshots(tool: String) throws {
        let report = try Self.snapshot(tool)
        #expect(Self.refusal(report) == nil)
        for (part, instead, element) in [
            ("&lt;img", "<img", "img"), ("&lt;script&gt;", "<script>", "script"),
            ("</style>", "i{background:url(a.png)}</style>", "style"),
            ("</footer>", "<script>x</script></footer>", "script"),
        ] {
            try #require(report.contains(part), "\(part) is not in it")
            #expect(Self.refusal(report.replacing(part, with: instead))?.element == element)
        }
        #expect(Self.refusal(report.replacing("Safelight", with: "Other"))?.problem.contains("generator") == true)
    }

    @Test("A report that is cut off is refused before its body, wherever that happens; later it is answered cleanly")
    func cutSnapshot() throws {
        let report = Array(try Self.snapshot("photostats").utf8)
        let body = try Self.offset(of: "<body>", in: String(decoding: report, as: UTF8.self)) + 6
        for count in stride(from: 0, to: report.count, by: 97) {
            let refusal = Self.refusal(Array(report.prefix(count)))
            if count < body { #expect(refusal != nil, "cut off at byte \(count)") }
            if let refusal { #expect((0...count).contains(refusal.offset)) }
        }
    }
}
