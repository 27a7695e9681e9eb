import Domain
import TestSupport
import Testing

@testable import Wire

/// What is written without a tree is what the tree would give.
@Suite("JSON written straight into bytes", .proves("FR-520.5")) struct JSONWriterTests {
    @Test func writesEveryKindOfValue() {
        var writer = JSONWriter()
        writer.object { writer in
            writer.name("a")
            writer.array([3, 1]) { $0.integer($1) }
            writer.name("b")
            writer.object(of: ["é": 2, "z": 1, "\u{1F600}": 4, "\u{FB33}": 3])
            writer.name("c")
            writer.array { $0.array([String]()) }
            writer.name("d")
            writer.null()
            writer.name("e")
            writer.bool(false)
            writer.name("f")
            writer.string("tab\t quote\" back\\ nul\u{0} line\n é")
        }
        let expected =
            #"{"a":[3,1],"b":{"z":1,"é":2,"😀":4,"\#u{FB33}":3},"c":[[]],"d":null,"e":false,"#
            + #""f":"tab\t quote\" back\\ nul\u0000 line\n é"}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test func agreesWithTheTree() {
        let random = RepeatableRandom(seed: 11)
        for _ in 0..<500 {
            let value = Self.value(random, depth: 4)
            var writer = JSONWriter()
            Self.write(value, &writer)
            #expect(writer.bytes == CanonicalJSON.encode(value))
        }
    }

    private static func value(_ random: RepeatableRandom, depth: Int) -> JSONValue {
        switch random.next() % (depth > 0 ? 6 : 4) {
        case 0: return .null
        case 1: return .bool(random.next().isMultiple(of: 2))
        case 2: return .integer(Int64(bitPattern: random.next()) >> 12)
        case 3: return .string(text(random))
        case 4: return .array((0..<random.next() % 4).map { _ in value(random, depth: depth - 1) })
        default:
            let members = (0..<random.next() % 5).map { _ in (text(random), value(random, depth: depth - 1)) }
            return .object(Dictionary(members, uniquingKeysWith: { first, _ in first }))
        }
    }

    private static func text(_ random: RepeatableRandom) -> String {
        let scalars: [Unicode.Scalar] = ["a", "B", "\"", "\\", "\u{1}", "\n", "é", "\u{FB33}", "\u{1F600}", "/"]
        var text = String.UnicodeScalarView()
        for _ in 0..<random.next() % 6 { text.append(scalars[Int(random.next() % UInt64(scalars.count))]) }
        return String(text)
    }

    private static func write(_ value: JSONValue, _ writer: inout JSONWriter) {
        switch value {
        case .null: writer.null()
        case .bool(let value): writer.bool(value)
        case .integer(let value): writer.integer(value)
        case .number: Issue.record("no such numbers are made here")
        case .string(let value): writer.string(value)
        case .array(let elements): writer.array(elements) { write($1, &$0) }
        case .object(let members): writer.object(of: members) { write($1, &$0) }
        }
    }
}
