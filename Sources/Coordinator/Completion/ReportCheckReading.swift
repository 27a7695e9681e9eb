/// One pass over a report: what it must have, and which elements it may not.
struct ReportCheckReading {
    private var tokenizer: ReportCheckTokenizer
    private var values: ReportCheckValues
    private let plain: ReportCheckPlainTag
    private var hasDoctype = false
    private var hasTitle = false
    private var hasGenerator = false
    private var hasBody = false

    /// Elements that run or load something, send something away, or make a browser read the rest in another way.
    private static let refused: Set<String> = [
        "applet", "base", "bgsound", "discard", "embed", "fencedframe", "foreignobject", "form", "frame", "frameset",
        "handler", "iframe", "ilayer", "layer", "link", "listener", "math", "noembed", "noframes", "noscript", "object",
        "param", "plaintext", "portal", "script", "template", "webview", "xml", "xmp",
    ]

    init(bytes: UnsafeBufferPointer<UInt8>) {
        let hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        tokenizer = ReportCheckTokenizer(bytes: bytes, position: hasByteOrderMark ? 3 : 0)
        values = ReportCheckValues(bytes: bytes)
        plain = ReportCheckPlainTag(bytes: bytes)
    }

    /// - Throws: `ReportRefusal` for the first thing that is wrong.
    mutating func run() throws(ReportRefusal) {
        while true {
            switch try tokenizer.next() {
            case .text(let range):
                if !hasDoctype { try requireOnlySpace(range) }
            case .comment: break
            case .doctype(let range): try doctype(range)
            case .startTag(let start, let name, let isSelfClosing):
                if hasDoctype, plain.isPlain(name, tokenizer.attributes) { continue }
                try startTag(start, name: tokenizer.lowercased(name), isSelfClosing)
            case .endTag(let start):
                if !hasDoctype { throw missingDoctype(at: start) }
            case .end:
                guard hasBody else {
                    let offset = tokenizer.position
                    throw hasDoctype ? missing("a <body>", at: offset) : missingDoctype(at: offset)
                }
                return
            }
        }
    }

    private mutating func doctype(_ range: Range<Int>) throws(ReportRefusal) {
        let words = tokenizer.lowercased(range).dropLast().split(whereSeparator: \.isWhitespace)
        let isKnown =
            words == ["<!doctype", "html"] || words == ["<!doctype", "html", "system", "\"about:legacy-compat\""]
        guard isKnown, !hasDoctype else {
            throw ReportRefusal(
                offset: range.lowerBound,
                problem: hasDoctype ? "a second doctype; keep the first" : "a doctype other than <!doctype html>")
        }
        hasDoctype = true
    }

    private mutating func startTag(_ start: Int, name: String, _ isSelfClosing: Bool) throws(ReportRefusal) {
        guard hasDoctype else { throw missingDoctype(at: start) }
        // A prefix such as `svg:` makes it another element in HTML, but not in XML.
        let local = ReportCheckValues.local(name)
        if Self.refused.contains(local) {
            throw ReportRefusal(
                element: name, offset: start,
                problem: "this element is not allowed; a report is text, tables, styles and inline SVG")
        }
        for attribute in tokenizer.attributes { try values.check(attribute, of: local) }
        switch local {
        case "body": try body(at: start)
        case "meta": try meta(at: start)
        case "title", "textarea", "style": try textElement(local, at: start, isSelfClosing)
        default: break
        }
    }

    private mutating func body(at start: Int) throws(ReportRefusal) {
        guard hasTitle else { throw missing("a <title> with text in its head", at: start) }
        guard hasGenerator else {
            throw missing("<meta name=\"generator\" content=\"Safelight VERSION\"> in its head", at: start)
        }
        hasBody = true
    }

    private mutating func textElement(_ name: String, at start: Int, _ isSelfClosing: Bool) throws(ReportRefusal) {
        guard !isSelfClosing else {
            throw ReportRefusal(element: name, offset: start, problem: "an end tag must follow; write </\(name)>")
        }
        let text = try tokenizer.plainText(of: name)
        if name == "style" { try values.checkStyle(text) }
        if name == "title", tokenizer.bytes[text].contains(where: { !$0.isSpace }) { hasTitle = true }
    }

    private mutating func meta(at start: Int) throws(ReportRefusal) {
        // Only the first of equal names counts in browsers.
        let name = values.first("name", of: tokenizer.attributes)
        let content = values.first("content", of: tokenizer.attributes) ?? ""
        if name?.lowercased() == "generator", content.hasPrefix("Safelight"), !hasBody { hasGenerator = true }
        for attribute in tokenizer.attributes {
            let value = values.text(attribute).lowercased()
            switch tokenizer.lowercased(attribute.name) {
            case "charset":
                guard value != "utf-8" else { continue }
                throw ReportRefusal(
                    element: "meta", offset: attribute.name.lowerBound, problem: "a character set other than utf-8")
            case "http-equiv":
                let isHarmless = ["x-ua-compatible", "content-language"].contains(value)
                let isUTF8 =
                    value == "content-type" && content.lowercased().filter { $0 != " " } == "text/html;charset=utf-8"
                guard !isHarmless, !isUTF8 else { continue }
                throw ReportRefusal(
                    element: "meta", offset: attribute.name.lowerBound,
                    problem:
                        "http-equiv \"\(value.prefix(40))\" is not allowed; use charset=\"utf-8\" and name=\"…\" only")
            default: break
            }
        }
    }

    private func requireOnlySpace(_ range: Range<Int>) throws(ReportRefusal) {
        guard let first = range.first(where: { !tokenizer.bytes[$0].isSpace }) else { return }
        throw missingDoctype(at: first)
    }

    private func missingDoctype(at offset: Int) -> ReportRefusal {
        ReportRefusal(offset: offset, problem: "the report must begin with <!doctype html>")
    }

    private func missing(_ what: String, at offset: Int) -> ReportRefusal {
        ReportRefusal(offset: offset, problem: "the report must have \(what)")
    }
}
