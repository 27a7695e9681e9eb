import Domain
import TestSupport
import Testing

@testable import Wire

@Suite struct JSONParserTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

    @Test(
        arguments: [
            ("", "ends too early", 0), ("{", "ends too early", 1), ("[1,", "ends too early", 3), ("nul", "expected", 0),
            ("01", "begins with 0", 2), ("-", "digit", 1), ("1.", "digit", 2), ("1e", "digit", 2),
            ("+1", "expected", 0),
            (#"{"a":1,"a":2}"#, "stands twice", 12), ("[1 2]", "comma", 3), (#"{"a" 1}"#, "colon", 5),
            (#"{a:1}"#, "in quotes", 1), ("1 2", "more behind", 2), ("NaN", "expected", 0), ("1e999", "not finite", 5),
            ("9007199254740992", "beyond", 16), ("-9007199254740992", "beyond", 17), (#""\x""#, "escape", 3),
            (#""\ud800""#, "surrogate", 7), (#""\udc00""#, "surrogate", 7), (#""\u12"#, "hex", 3), ("\"a", "no end", 2),
            ("\"a\nb\"", "no end", 2), ("[1,]", "expected", 3),
        ] as [(String, String, Int)])
    func refusesWithTheReason(text: String, reason: String, offset: Int) throws {
        let error = #expect(throws: JSONSyntaxError.self) { try parse(text) }
        #expect(error?.description.contains("at byte") == true)
        if reason != "no end" {
            #expect(error?.problem.contains(reason) == true, "\(error?.description ?? "")")
        }
        #expect((error?.offset ?? -1) >= 0 && (error?.offset ?? 1000) <= text.utf8.count)
    }

    @Test func takesTheWholeRangeOfIntegers() throws {
        #expect(try parse("9007199254740991") == 9_007_199_254_740_991)
        #expect(try parse("-9007199254740991") == -9_007_199_254_740_991)
        #expect(try parse("-0") == 0)
        #expect(try parse(" 2.0 ").integerValue == 2)
    }

    @Test func readsEveryEscape() throws {
        #expect(try parse(#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#) == "\"\\/\u{8}\u{C}\n\r\té😀")
    }

    @Test func refusesBytesThatAreNotUTF8() {
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse([0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test func refusesToNestWithoutEnd() throws {
        let deep = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        #expect(throws: Never.self) { try parse(deep) }
        #expect(throws: JSONSyntaxError.self) { try parse("[\(deep)]") }
        #expect(throws: JSONSyntaxError.self) { try parse(String(repeating: "[", count: 1_000_000)) }
    }
}
