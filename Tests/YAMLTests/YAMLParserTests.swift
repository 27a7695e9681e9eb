import Testing

@testable import YAML

/// What a text says, and where.
@Suite struct YAMLParserTests {
    private func parse(_ text: String) throws(YAMLError) -> YAMLNode { try parseYAML(Array(text.utf8)) }

    private func refusal(_ text: String, limits: YAMLLimits = YAMLLimits()) -> YAMLError? {
        do {
            _ = try parseYAML(Array(text.utf8), limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test func scalarsSequencesAndMappingsAreRead() throws {
        let node = try parse("a: 1\nb: [x, 'y z', \"w\\n\"]\nc:\n  d: true\n  e: ~\n")
        #expect(node.entries?.map(\.key) == ["a", "b", "c"])
        #expect(node["a"]?.integer == 1)
        #expect(node["b"]?.elements?.map(\.string) == ["x", "y z", "w\n"])
        #expect(node["c"]?["d"]?.bool == true)
        #expect(node["c"]?["e"]?.isNull == true)
        #expect(node["nothing"] == nil)
    }

    @Test func quotedScalarsAreText() throws {
        let node = try parse("- \"1\"\n- '~'\n- !!str true\n- \"true\"\n")
        #expect(node.elements?.map(\.integer) == [nil, nil, nil, nil])
        #expect(node.elements?.map(\.string) == ["1", "~", "true", "true"])
        #expect(node.elements?.allSatisfy { $0.bool == nil && !$0.isNull && $0.kind == "text" } == true)
    }

    @Test(
        arguments: [
            ("12", 12), ("-5", -5), ("0x1F", 31), ("0o17", 15), ("1.5", nil), ("abc", nil), ("", nil),
            ("99999999999999999999", nil),
        ] as [(String, Int64?)])
    func wholeNumbersAreReadByTheCoreSchema(text: String, value: Int64?) throws {
        #expect(try parse("v: \(text)")["v"]?.integer == value)
    }

    @Test(
        arguments: [("1.5", 1.5), ("-2e3", -2000), (".inf", nil), ("nan", nil), ("0x10", nil)] as [(String, Double?)])
    func numbersAreReadByTheCoreSchema(text: String, value: Double?) throws {
        #expect(try parse("v: \(text)")["v"]?.number == value)
    }

    @Test func marksCountLinesAndColumnsFromOne() throws {
        let node = try parse("# comment\nkey:\n  - x\n  - größe: y\n")
        #expect(node.entries?.first?.keyMark == YAMLMark(line: 2, column: 1))
        let second = node["key"]?.elements?.last
        #expect(second?.entries?.first?.keyMark == YAMLMark(line: 4, column: 5))
        #expect(second?.entries?.first?.value.mark == YAMLMark(line: 4, column: 12))
    }

    @Test(arguments: ["", "# only a comment\n", "---\n", "\n\n"])
    func aTextWithoutContentIsNull(text: String) throws {
        #expect(try parse(text).isNull)
    }

    @Test(arguments: [
        ("a: [1, 2", 2, 1), ("a:\n\t- b\n", 2, 1), ("a: 'x\n", 2, 1), ("a: b: c\n", 1, 5), ("a: @x\n", 1, 4),
    ])
    func brokenTextIsRefusedWithItsPlace(text: String, line: Int, column: Int) throws {
        let error = try #require(refusal(text))
        #expect((error.line, error.column) == (line, column), "\(error)")
        #expect(error.description.hasPrefix("line \(line), column \(column): "))
    }

    @Test func aTabThatIndentsIsCalledByItsName() throws {
        let error = try #require(refusal("größe:\n\t- b\n"))
        #expect(error.description == "line 2, column 1: a tab stands where only spaces may; write spaces instead")
        #expect(try #require(refusal("a: @x\n")).message.contains("cannot start any token"))
    }

    @Test(arguments: [0xFF, 0x00, 0x1B] as [UInt8])
    func aByteThatIsNoTextIsRefusedWithItsPlace(byte: UInt8) throws {
        let text = Array("a: 1\ngröße: \"".utf8) + [byte] + Array("\"\n".utf8)
        let error = #expect(throws: YAMLError.self) { try parseYAML(text) }
        #expect(error?.mark == YAMLMark(line: 2, column: 9))
    }

    @Test func aTextInUTF16IsCalledByItsName() {
        let text = "\u{FEFF}a: 1\n".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let error = #expect(throws: YAMLError.self) { try parseYAML(text) }
        #expect(error?.description == "line 1, column 1: the text is UTF-16; save it as UTF-8")
    }

    @Test func duplicateKeysAreRefused() throws {
        let error = try #require(refusal("a: 1\nb: 2\na: 3\n"))
        #expect(error.mark == YAMLMark(line: 3, column: 1))
        #expect(error.message.contains("\"a\""))
    }

    @Test func aMessageDoesNotRepeatALongText() throws {
        let long = String(repeating: "k", count: 900)
        for text in ["{\(long): 1, \(long): 2}", "a: *\(long)\n", "a: !\(long) b\n"] {
            let message = try #require(refusal(text)).message
            #expect(message.contains("kkk…") && message.count < 200)
        }
    }

    @Test(arguments: ["? [a]\n: b\n", "{[a]: b}\n", "? {a: b}\n: c\n"])
    func listsAndMappingsAreNoKeys(text: String) throws {
        #expect(try #require(refusal(text)).message.contains("key must be text"))
    }

    @Test func aSecondDocumentIsRefused() throws {
        #expect(try #require(refusal("a: 1\n---\nb: 2\n")).line == 2)
    }

    @Test(arguments: ["v: !!binary aGk=\n", "v: !custom x\n", "v: !!int [1]\n"])
    func tagsOutsideTheCoreSchemaAreRefused(text: String) throws {
        #expect(try #require(refusal(text)).message.contains("tag"))
    }

    @Test func bytesThatAreNotUTF8AreRefused() {
        #expect(throws: YAMLError.self) { try parseYAML([0x61, 0x3A, 0x20, 0xFF, 0x0A]) }
        #expect(throws: YAMLError.self) { try parseYAML([0x61, 0x3A, 0x20, 0x00, 0x0A]) }
    }

    @Test func anchorsAreExpanded() throws {
        let node = try parse("a: &x [1, 2]\nb: *x\nc: &s text\nd: *s\n")
        #expect(node["b"]?.elements?.map(\.integer) == [1, 2])
        #expect(node["d"]?.string == "text")
        #expect(node["b"]?.mark == YAMLMark(line: 2, column: 4))
    }

    @Test func anUnknownOrUnfinishedAnchorIsRefused() throws {
        #expect(try #require(refusal("a: *x\n")).line == 1)
        #expect(try #require(refusal("a: &x [1, *x]\n")).message.contains("&x"))
    }

    @Test func anAliasBombIsRefused() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            text +=
                "a\(level): &a\(level) [" + [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        let error = try #require(refusal(text))
        #expect(error.message.contains("more than 100,000 values"))
        #expect(error.line <= 6)
    }

    @Test func nestingIsBoundedAlsoThroughAliases() throws {
        let limits = YAMLLimits(depth: 5)
        #expect(refusal("[[[[[x]]]]]", limits: limits) == nil)
        #expect(try #require(refusal("[[[[[[x]]]]]]", limits: limits)).column == 6)
        #expect(refusal("a: &x [[[[y]]]]\nb: *x\n", limits: limits) == nil)
        #expect(try #require(refusal("a: &x [[[[y]]]]\nb: [*x]\n", limits: limits)).line == 2)
        #expect(refusal(String(repeating: "[", count: 100_000)) != nil)
    }

    @Test func sizeIsBounded() {
        #expect(refusal("a: bcdef", limits: YAMLLimits(bytes: 7)) != nil)
        #expect(refusal("a: bcde", limits: YAMLLimits(bytes: 7)) == nil)
        #expect(refusal("[1, 2, 3, 4]", limits: YAMLLimits(nodes: 4))?.message.contains("more than 4 values") == true)
        #expect(refusal("[1, 2, 3]", limits: YAMLLimits(nodes: 4)) == nil)
    }
}
