import XML

/// XML: no crash, every end has its start, limits hold, errors stand within the text, pieces give what the whole gives.
struct XMLTarget: FuzzTarget {
    static let name = "xml"
    static let words =
        pieces(
            "<a>", "</a>", "<a/>", "<p:b xmlns:p='urn:x' p:c=\"1\">", "</p:b>", "<!--", "-->", "<![CDATA[", "]]>",
            "&amp;", "&#65;", "&#x",
            "&e;", "<!DOCTYPE a [", "<!ENTITY e 'x'>", "<!ENTITY % p SYSTEM 'x'>", "]>", "<?xml version='1.0'?>",
            "<?xml version='1.0' encoding='", "ISO-8859-1", "UTF-16", "'?>", "xmlns='", "xml:lang='x'", "\n", "\r\n",
            "é", "😀", "<", ">", "\"")
        + [[0], [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0xC3], [0xED, 0xA0, 0x80]]

    private static let limits = XMLLimits(bytes: 4096, depth: 8, attributes: 4, text: 1000)
    private let handler = Balance()
    private let parser: XMLParser
    private let pieceHandler = Balance()
    private let pieceParser: XMLParser

    init() {
        parser = XMLParser(handler: handler, limits: Self.limits)
        pieceParser = XMLParser(handler: pieceHandler, limits: Self.limits)
    }

    mutating func generate(_ random: inout FuzzRandom) -> [UInt8] {
        var text = random.once(in: 3) ? "<?xml version='1.0'?>" : ""
        element(&text, 1 + random.below(5), &random)
        return random.once(in: 8)
            ? text.utf16.reduce(into: [0xFF, 0xFE]) { $0 += [UInt8($1 & 0xFF), UInt8($1 >> 8)] } : Array(text.utf8)
    }

    private func element(_ text: inout String, _ depth: Int, _ random: inout FuzzRandom) {
        let name = random.pick(["a", "b", "p:c", "é"])
        text += "<\(name) xmlns:p='urn:x'"
        if random.once(in: 2) { text += " x='1&lt;'" }
        if random.once(in: 4) { text += " p:x=\"é\n\"" }
        text += ">"
        for _ in 0..<random.below(3) {
            if depth > 0, random.once(in: 2) {
                element(&text, depth - 1, &random)
            } else {
                text += random.pick(["t", "é😀", "&amp;", "<!--c-->", "<![CDATA[<]]>"])
            }
        }
        text += "</\(name)>"
    }

    mutating func fault(_ input: [UInt8]) -> String? {
        let whole = read(input, handler) { bytes throws(XMLError) in try parser.parse(bytes) }
        if let fault = handler.fault ?? Self.fault(of: whole, in: input, handler) { return fault }
        // Pieces of seven bytes.
        let inPieces = read(input, pieceHandler) { bytes throws(XMLError) in
            defer { pieceParser.restart() }
            for start in stride(from: 0, to: bytes.count, by: 7) {
                try pieceParser.feed(UnsafeBufferPointer(rebasing: bytes[start..<min(start + 7, bytes.count)]))
            }
            try pieceParser.finish()
        }
        if (whole == nil) != (inPieces == nil) {
            return "whole: \(whole?.description ?? "read"), in pieces: \(inPieces?.description ?? "read")"
        }
        if whole == nil, handler.digest != pieceHandler.digest { return "pieces give other events than the whole" }
        return nil
    }

    private func read(
        _ input: [UInt8], _ handler: Balance, _ parse: (UnsafeBufferPointer<UInt8>) throws(XMLError) -> Void
    ) -> XMLError? {
        handler.begin()
        do {
            try input.withUnsafeBufferPointer { (bytes) throws(XMLError) in try parse(bytes) }
            return nil
        } catch {
            return error
        }
    }

    private static func fault(of error: XMLError?, in input: [UInt8], _ handler: Balance) -> String? {
        guard let error else { return handler.depth == 0 && handler.elements > 0 ? nil : "read without all its ends" }
        let lines = input.count { $0 == 0x0A || $0 == 0x0D } + 1
        if error.line < 1 || error.line > lines { return "line \(error.line) of \(lines): \(error)" }
        if error.column < 1 || error.column > input.count + 1 { return "column \(error.column): \(error)" }
        return error.message.isEmpty ? "no words" : nil
    }
}

/// Follows the events as far as the properties need it.
private final class Balance: XMLHandler {
    private(set) var depth = 0
    private(set) var elements = 0
    private(set) var digest: UInt64 = 0
    private(set) var fault: String?
    private var textLength = 0

    func begin() { (depth, elements, digest, fault, textLength) = (0, 0, 0, nil, 0) }

    func start(_ name: XMLName, _ attributes: XMLAttributes) throws(XMLRefusal) {
        depth += 1
        elements += 1
        if depth > 8 { fault = "deeper than the limit" }
        if attributes.count > 4 { fault = "more attributes than the limit" }
        take(1, name.namespace)
        take(2, name.local)
        for attribute in attributes {
            take(3, attribute.name.local)
            take(4, attribute.value)
            textLength += attribute.value.count
            check(attribute.value)
        }
    }

    func end(_ name: XMLName) throws(XMLRefusal) {
        depth -= 1
        if depth < 0 { fault = "an end without a start" }
        take(5, name.local)
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLRefusal) {
        if bytes.isEmpty { fault = "a text of nothing" }
        textLength += bytes.count
        for byte in bytes { digest = digest &* 31 &+ UInt64(byte) }
        check(bytes)
    }

    private func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        if textLength > 1000 { fault = "more text than the limit" }
        if String(validating: bytes, as: UTF8.self) == nil { fault = "text that is not UTF-8" }
    }

    private func take(_ kind: UInt64, _ bytes: UnsafeBufferPointer<UInt8>) {
        digest = digest &* 31 &+ kind
        for byte in bytes { digest = digest &* 31 &+ UInt64(byte) }
    }
}
