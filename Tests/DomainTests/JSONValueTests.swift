import Domain
import TestSupport
import Testing

@Suite("JSON value")
struct JSONValueTests {
    @Test("Literals make the value that they look like")
    func literals() {
        let value: JSONValue = ["a": [1, "x", true, nil], "b": [:], "c": []]
        #expect(
            value
                == .object([
                    "a": .array([.integer(1), .string("x"), .bool(true), .null]), "b": .object([:]), "c": .array([]),
                ]))
        #expect(JSONValue(dictionaryLiteral: ("a", 1), ("a", 2)) == ["a": 2])
    }

    @Test("Members and elements are reached by name and index, and what is not there is nil")
    func subscripts() {
        let value: JSONValue = ["list": ["x", 2], "null": nil]
        #expect(value["list"]?[1] == 2)
        #expect(value["list"]?[2] == nil)
        #expect(value["list"]?[-1] == nil)
        #expect(value["none"] == nil)
        #expect(value["null"] == .null)
        #expect(value[0] == nil)
        #expect(JSONValue.string("x")["x"] == nil)
    }

    @Test("Views are nil for anything but their own kind")
    func views() {
        let all: [JSONValue] = [.null, true, 3, .number(2.5), "s", [1], ["a": 1]]
        #expect(all.map(\.integerValue) == [nil, nil, 3, nil, nil, nil, nil])
        #expect(all.map(\.stringValue) == [nil, nil, nil, nil, "s", nil, nil])
        #expect(all.map(\.arrayValue) == [nil, nil, nil, nil, nil, [1], nil])
        #expect(all.map(\.objectValue) == [nil, nil, nil, nil, nil, nil, ["a": 1]])
        #expect(JSONValue.number(2).integerValue == 2)
        #expect(JSONValue.number(1e300).integerValue == nil)
        #expect(JSONValue.number(.nan).integerValue == nil)
    }

    @Test(
        "Codable keeps every kind apart",
        arguments: [
            ("null", .null), ("true", true), ("false", false), ("0", 0), ("-7", -7),
            ("9007199254740991", 9_007_199_254_740_991),
            ("1.5", .number(1.5)), ("\"\"", ""), ("\"é/\\\"\\n\"", "é/\"\n"), ("[]", []), ("{}", [:]),
            ("[[null],[1]]", [[nil], [1]]),
            ("{\"a\":{\"b\":[1,\"1\",true]}}", ["a": ["b": [1, "1", true]]]), ("\"true\"", "true"), ("\"1\"", "1"),
        ] as [(String, JSONValue)])
    func codable(text: String, value: JSONValue) throws {
        #expect(try JSONRoundTrip.decode(JSONValue.self, text) == value)
        #expect(try JSONRoundTrip.encode(value) == text)
    }

    @Test("Random values read back as they were", arguments: 1...6)
    func roundTrip(seed: Int) throws {
        var random = RepeatableRandom(seed: UInt64(seed))
        for _ in 0..<100 {
            let value = Self.someValue(depth: 4, &random)
            #expect(try JSONRoundTrip.decode(JSONValue.self, JSONRoundTrip.encode(value)) == value)
        }
    }

    private static func someValue(depth: Int, _ random: inout RepeatableRandom) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: -9_007_199_254_740_991...9_007_199_254_740_991, using: &random))
        case 3: return .number(Double(Int.random(in: -999...999, using: &random)) + 0.5)
        case 4: return .string(someText(&random))
        case 5:
            return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in someValue(depth: depth - 1, &random) })
        default:
            let members = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                (someText(&random), someValue(depth: depth - 1, &random))
            }
            return .object(Dictionary(members, uniquingKeysWith: { first, _ in first }))
        }
    }

    private static func someText(_ random: inout RepeatableRandom) -> String {
        let characters: [Character] = ["a", "é", "\"", "\\", "\n", "/", "📷", " ", "0", "\u{1}"]
        return String(
            (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in characters.randomElement(using: &random) })
    }
}
