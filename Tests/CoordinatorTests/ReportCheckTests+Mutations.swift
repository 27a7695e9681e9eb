import Coordinator
import TestSupport
import Testing

extension ReportCheckTests {
    private static let seed = Array(
        report(
            """
            <style>.a{fill:url(#g)}/* é */ b::after{content:"x\\201C"}</style><!-- c --><h1>Title &amp; more</h1>
            <svg><rect fill="url(#g)"/><use xlink:href='#a'/></svg><a href=https://example.org/>x</a>
            <img srcset="data:image/png,A 1x, data:image/gif,B 2x" alt="it's">
            """
        ).utf8)

    /// What mutations put in: markup's own bytes, and words that must never get through.
    private static let pieces = [
        "<", ">", "\"", "'", "/", "=", "&", ";", "-", "--", "!", "(", ")", "\\", "*", "\0", "\u{80}", "<!--", "-->",
        "url(", "&#", "@",
        "</style>", "<style>", "<title>", "\n", " ", "é", "<p", "</",
    ].map { Array($0.utf8) }

    private static func mutated(_ random: inout RepeatableRandom) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0 where bytes.count > 1: bytes.remove(at: place)
            case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 2: bytes.removeLast(bytes.count - max(1, place))
            case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 30)], at: place)
            default: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
            }
        }
        return bytes
    }

    @Test("Whatever happens to a good report, the answer is a clean yes or no with a place inside it", arguments: 1...8)
    func mutations(run: Int) {
        var random = RepeatableRandom(seed: UInt64(run))
        #expect(Self.refusal(Self.seed) == nil)
        var refusals = 0
        for _ in 0..<2000 {
            let bytes = Self.mutated(&random)
            guard let refusal = Self.refusal(bytes) else { continue }
            refusals += 1
            #expect((0...bytes.count).contains(refusal.offset))
            #expect(!refusal.problem.isEmpty)
        }
        #expect(refusals > 200, "mutations are hard enough")
    }

    @Test("No way of cutting a report off is taken before its body begins, and none makes it crash")
    func everyPrefix() throws {
        let bodyEnd = try Self.offset(of: "<body>", in: Self.report("")) + 6
        for count in 0..<Self.seed.count {
            let refusal = Self.refusal(Array(Self.seed.prefix(count)))
            if count < bodyEnd { #expect(refusal != nil) }
        }
    }

    @Test(
        "Script put anywhere into text is found", .proves("FR-530.9"),
        arguments: ["<script>", "<p onx=1>", "<img src=//a>"])
    func scriptAnywhere(trouble: String) throws {
        let text = String(repeating: "<p class=\"a\">some <b>text</b> &amp; more</p>", count: 20)
        let places = text.indices.filter { text[$0] == "<" }
        for place in places {
            let body = text[..<place] + trouble + text[place...]
            let whole = Self.report(String(body))
            let refusal = try #require(Self.refusal(whole))
            let expected = try Self.offset(of: trouble, in: whole)
            #expect(refusal.offset == expected + (trouble.hasPrefix("<script") ? 0 : trouble.hasPrefix("<p") ? 3 : 5))
        }
    }

    @Test("A tag has at most 256 attributes, a srcset and a style as many parts as they like")
    func extremes() throws {
        let many = String(repeating: " a=b", count: 256)
        #expect(Self.refusal(Self.report("<p\(many)>")) == nil)
        let text = Self.report("<p\(many) last>")
        #expect(try #require(Self.refusal(text)).offset == (try Self.offset(of: "last", in: text)))
        let candidates = String(repeating: "data:image/png,A 1x, ", count: 5000)
        #expect(Self.refusal(Self.report("<img srcset=\"\(candidates)\">")) == nil)
        #expect(Self.refusal(Self.report("<img srcset=\"\(candidates)b.png\">")) != nil)
        let rules = String(repeating: "a{fill:url(#b)}", count: 5000)
        #expect(Self.refusal(Self.report("<style>\(rules)</style>")) == nil)
        #expect(Self.refusal(Self.report("<style>\(rules)a{fill:url(b)}</style>")) != nil)
        #expect(Self.refusal(Self.report(String(repeating: "<b>", count: 50_000))) == nil)
    }
}
