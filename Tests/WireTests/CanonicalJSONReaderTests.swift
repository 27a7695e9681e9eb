@testable import Domain
import TestSupport
import Testing

@Suite("Canonical JSON, walked", .proves("FR-520.5")) struct CanonicalJSONReaderTests {
    /// nil where the bytes were walked to their end.
    private func trouble(_ bytes: [UInt8]) -> CanonicalJSONError? {
        do {
            try CanonicalJSONReader.read(bytes) { reader in try reader.skip() }
            return nil
        } catch {
            return error as? CanonicalJSONError
        }
    }

    /// The same judgement by the parser and the writer.
    private func isCanonical(_ bytes: [UInt8]) -> Bool {
        guard let value = try? JSONParser.parse(bytes) else { return false }
        return CanonicalJSON.encode(value) == bytes
    }

    private static let names = [
        "a", "b", "", "é", "e\u{301}", "\u{FB33}", "\u{1F600}", "\u{212A}", "K", "\n", "\"", "ab",
    ]

    private static func value(_ random: inout RepeatableRandom, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 3 ? 6 : 8), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .integer(Int64.random(in: -9_007_199_254_740_991...9_007_199_254_740_991, using: &random))
        case 3: return .integer(Int64.random(in: -10...10, using: &random))
        case 4:
            let double = Double(bitPattern: UInt64.random(in: .min ... .max, using: &random))
            let isInteger = double.rounded() == double && double.magnitude < 1e21
            return double.isFinite && !isInteger ? .number(double) : .number(0.5)
        case 5:
            return .string(
                (0..<Int.random(in: 0...3, using: &random)).map { _ in names.randomElement(using: &random) ?? "" }
                    .joined())
        case 6: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(&random, depth: depth + 1) })
        default:
            var members: [String: JSONValue] = [:]
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                members[names.randomElement(using: &random) ?? ""] = value(&random, depth: depth + 1)
            }
            return .object(members)
        }
    }

    @Test("It takes what parser and writer take for canonical, byte for byte, and nothing else", arguments: 0..<40)
    func judgesAsTheParserDoes(seed: Int) {
        var random = RepeatableRandom(seed: UInt64(seed))
        let pieces = [
            #"{"#, #"}"#, "[", "]", ",", ":", "\"", "\\", "0", "1", "-", ".", "e", "E", "+", " ", "u", "n", "true", "/",
        ]
        for _ in 0..<100 {
            let bytes = CanonicalJSON.encode(Self.value(&random, depth: 0))
            #expect(trouble(bytes) == nil, "\(String(decoding: bytes, as: UTF8.self))")
            for _ in 0..<10 {
                var changed = bytes
                let position = Int.random(in: 0..<changed.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: changed[position] = UInt8.random(in: 0...255, using: &random)
                case 1: changed.remove(at: position)
                case 2: changed.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: position)
                default: changed.swapAt(position, Int.random(in: 0..<changed.count, using: &random))
                }
                let isTaken = trouble(changed) == nil
                #expect(isTaken == isCanonical(changed), "\(String(decoding: changed, as: UTF8.self))")
            }
        }
    }

    @Test(
        "What is written in another way is told from what is no JSON",
        arguments: [
            (#"{"b":1,"a":2}"#, 7), (#"{"a":1,"a":2}"#, 7), ("[1, 2]", 3), (" 1", 0), ("1 ", 1), ("-0", 2), ("1.0", 0),
            ("[1e2]", 1), (#"["\u0041"]"#, 2), (#"["\/"]"#, 2), (#"["\u000A"]"#, 2), (#"["\u000a"]"#, 2),
            (#"{"\ud83d\ude00":1}"#, 2), ("{\"\u{FB33}\":1,\"😀\":2}", 9),
        ])
    func form(text: String, offset: Int) {
        guard case .form(let error) = trouble(Array(text.utf8)) else {
            Issue.record("\(text): \(String(describing: trouble(Array(text.utf8))))")
            return
        }
        #expect(error.offset == offset, "\(error)")
    }

    @Test(
        "What is no JSON, or beyond what is taken, is told with its place",
        arguments: [
            ("", 0), ("[1,]", 3), ("[1", 2), ("nul", 0), ("{\"a\"}", 4), ("\"a", 2), ("\"\u{1}\"", 1), ("01", 2),
            ("-", 1),
            ("9007199254740992", 16), ("[1.]", 1), ("1]", 1), (#"["\x"]"#, 2), (#"["\u12"]"#, 2),
            ("{\"e\u{301}\":1,\"é\":2}", 10), (String(repeating: "[", count: 200), 129),
        ])
    func syntax(text: String, offset: Int) {
        guard case .syntax(let error) = trouble(Array(text.utf8)) else {
            Issue.record("\(text): \(String(describing: trouble(Array(text.utf8))))")
            return
        }
        #expect(error.offset == offset, "\(error)")
    }

    @Test func bytesThatAreNotUTF8AreRefused() {
        #expect(
            trouble([0x22, 0x61, 0xFF, 0x22]) == .syntax(JSONSyntaxError(problem: "a string is not UTF-8", offset: 2)))
    }
}
