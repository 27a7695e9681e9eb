import TestSupport
import Testing

@testable import YAML

/// What is written is what is read back.
@Suite struct YAMLEmitterTests {
    @Test func aConfigurationLooksAsAPersonWouldWriteIt() {
        let node = YAMLNode.mapping([
            ("server", .mapping([("url", .text("https://photos.example:8443/")), ("verify_tls", .bool(true))])),
            ("agent", .mapping([("name", .text("Studio NAS")), ("claim_wait", .integer(25))])),
            ("roots", .sequence([.text("/srv/photos"), .text("/srv/old photos")])),
            ("empty", .sequence([])), ("none", .mapping([])),
        ])
        #expect(
            emitYAML(node) == """
                server:
                  url: "https://photos.example:8443/"
                  verify_tls: true
                agent:
                  name: Studio NAS
                  claim_wait: 25
                roots:
                  - /srv/photos
                  - /srv/old photos
                empty: []
                none: {}

                """)
    }

    static let awkward = [
        "", " ", "a ", " a", "true", "Null", "~", "null", "yes", "off", "12", "1.5", "0x10", "-", "- a", "a: b", "a #b",
        "#a", "@a",
        "*a", "&a", "!a", "%a", "|", ">", "[a]", "{a}", "\"", "'", "\\", "a\nb", "\t", "\r\n", "\u{0}", "\u{7F}",
        "\u{85}",
        "\u{2028}", "\u{FEFF}", "Größe", "写真", "👩‍👩‍👧", "a,b", "---", "...", "?", ":", "=", "<<", "2024-01-01", "1e3",
        ".inf", "/x: y",
        "_", "a\\nb", "\u{202E}x", "C:\\photos",
    ]

    @Test(arguments: awkward) func awkwardTextSurvives(text: String) throws {
        let node = YAMLNode.mapping([("k", .text(text)), ("l", .sequence([.text(text)]))])
        let read = try parseYAML(Array(emitYAML(node).utf8))
        #expect(read["k"]?.string.map { Array($0.utf8) } == Array(text.utf8))
        #expect(read["l"]?.elements?.first?.string.map { Array($0.utf8) } == Array(text.utf8))
        #expect(read["k"]?.kind == "text")
        let asKey = try parseYAML(Array(emitYAML(.mapping([(text, .bool(false))])).utf8))
        #expect(asKey.entries?.first.map { Array($0.key.utf8) } == Array(text.utf8))
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>) func anyTreeSurvives(seed: UInt64) throws {
        var random = RepeatableRandom(seed: seed)
        let node = tree(depth: 4, &random)
        #expect(plain(try parseYAML(Array(emitYAML(node).utf8))) == plain(node))
    }

    private func tree(depth: Int, _ random: inout RepeatableRandom) -> YAMLNode {
        let size = Int.random(in: 0...3, using: &random)
        switch Int.random(in: 0..<(depth == 0 ? 3 : 5), using: &random) {
        case 0: return .integer(Int64.random(in: .min ... .max, using: &random))
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .text(Self.awkward.randomElement(using: &random) ?? "")
        case 3: return .sequence((0..<size).map { _ in tree(depth: depth - 1, &random) })
        default: return .mapping((0..<size).map { ("key \($0)", tree(depth: depth - 1, &random)) })
        }
    }

    /// A node without its places and ways of writing.
    private func plain(_ node: YAMLNode) -> String {
        switch node.content {
        case .scalar(let text, _): "\(node.kind)(\(text.debugDescription))"
        case .sequence(let elements): "[" + elements.map(plain).joined(separator: ", ") + "]"
        case .mapping(let entries):
            "{" + entries.map { "\($0.key.debugDescription): \(plain($0.value))" }.joined(separator: ", ") + "}"
        }
    }
}
