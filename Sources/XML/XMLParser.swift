import CExpat

/// Reads XML piece by piece and hands it to a handler; a thin layer over expat. Source: XML 1.0, Namespaces in XML 1.0.
///
/// Safe for documents of strangers: nothing is loaded from anywhere, a document type with declarations of its own (and with them
/// every entity beyond the five of XML) is refused before the first is read, and size, depth, attributes and text are limited.
/// UTF-8, UTF-16 with a byte order mark, ISO-8859-1 and US-ASCII are read.
///
/// One parser serves many documents one after the other, which saves setting it up; it belongs to one thread at a time.
public final class XMLParser {
    private let limits: XMLLimits
    private let handler: any XMLHandler
    private var expat: XML_Parser?
    private var bytesRead = 0
    private var textRead = 0
    private var depth = 0
    private var refusal: XMLError?
    private var isFinished = false

    /// A parser that hands what it reads to a handler, which it holds.
    public init(handler: some XMLHandler, limits: XMLLimits = XMLLimits()) {
        self.handler = handler
        self.limits = limits
    }

    deinit {
        if let expat { XML_ParserFree(expat) }
    }

    /// Reads a whole document and is ready for the next one, also after an error.
    public func parse(_ document: UnsafeBufferPointer<UInt8>) throws(XMLError) {
        defer { restart() }
        try read(document, isLast: true)
    }

    /// Reads a whole document and is ready for the next one, also after an error.
    public func parse(_ document: [UInt8]) throws(XMLError) {
        try document.withUnsafeBufferPointer { (bytes) throws(XMLError) in try parse(bytes) }
    }

    /// Reads the next piece of a document; pieces of some ten kilobytes are read fastest. After an error nothing more is taken
    /// until `restart`.
    public func feed(_ piece: UnsafeBufferPointer<UInt8>) throws(XMLError) {
        try read(piece, isLast: false)
    }

    /// Says that the document ends here; throws where it ends too early.
    public func finish() throws(XMLError) {
        try read(UnsafeBufferPointer(start: nil, count: 0), isLast: true)
    }

    /// Forgets the document, whether it was finished or not.
    public func restart() {
        (bytesRead, textRead, depth, refusal, isFinished) = (0, 0, 0, nil, false)
        guard let expat, XML_ParserReset(expat, nil) == XML_TRUE else { return discard() }
        equip(expat)
    }

    private func discard() {
        if let expat { XML_ParserFree(expat) }
        expat = nil
    }

    private func read(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) throws(XMLError) {
        let expat = try prepared()
        guard !isFinished else { throw error("the document has ended already", expat) }
        bytesRead += bytes.count
        // expat counts in Int32.
        guard bytesRead <= min(limits.bytes, Int(Int32.max)) else {
            isFinished = true
            throw error("it has more than \(limits.bytes) bytes", expat)
        }
        isFinished = isLast
        let status = bytes.withMemoryRebound(to: CChar.self) {
            XML_Parse(expat, $0.baseAddress, Int32($0.count), isLast ? 1 : 0)
        }
        guard status == XML_STATUS_OK else {
            isFinished = true
            throw refusal ?? error(XMLParser.words(for: XML_GetErrorCode(expat)), expat)
        }
    }

    private func prepared() throws(XMLError) -> XML_Parser {
        if let expat { return expat }
        guard let created = XML_ParserCreateNS(nil, XML_Char(bitPattern: XMLName.separator)) else {
            throw XMLError("there is no memory to read it", line: 1, column: 1)
        }
        expat = created
        equip(created)
        return created
    }

    private func error(_ message: String, _ expat: XML_Parser) -> XMLError {
        XMLError(
            message, line: max(1, Int(XML_GetCurrentLineNumber(expat))),
            column: Int(XML_GetCurrentColumnNumber(expat)) + 1)
    }

    /// Sets what expat calls. No handler for external entities is set, so that none is ever loaded.
    private func equip(_ expat: XML_Parser) {
        // The parser outlives every call into expat, which is made by its own methods only.
        XML_SetUserData(expat, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            expat, { XMLParser.of($0).started($1, $2) }, { XMLParser.of($0).ended($1) })
        XML_SetCharacterDataHandler(expat) { XMLParser.of($0).found($1, $2) }
        XML_SetStartDoctypeDeclHandler(expat) { data, _, _, _, hasDeclarations in
            guard hasDeclarations != 0 else { return }
            XMLParser.of(data).refuse("its document type declares entities or attributes, which is not accepted")
        }
        XML_SetSkippedEntityHandler(expat) { data, _, _ in XMLParser.of(data).refuse("undefined entity") }
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> XMLParser {
        // `equip` sets it before any callback.
        guard let data else { preconditionFailure("expat gives back the data that was set") }
        return Unmanaged<XMLParser>.fromOpaque(data).takeUnretainedValue()
    }
}

extension XMLParser {
    private func started(
        _ name: UnsafePointer<XML_Char>?, _ list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    ) {
        guard refusal == nil, let name, let list else { return }
        depth += 1
        guard depth <= limits.depth else { return refuse("its elements stand more than \(limits.depth) deep") }
        let attributes = XMLAttributes(list, limit: limits.attributes)
        guard attributes.count <= limits.attributes else {
            return refuse("an element has more than \(limits.attributes) attributes")
        }
        for attribute in attributes { textRead += attribute.value.count }
        guard textRead <= limits.text else { return refuse("it has more than \(limits.text) bytes of text") }
        hand { (handler) throws(XMLRefusal) in try handler.start(XMLName(name), attributes) }
    }

    private func ended(_ name: UnsafePointer<XML_Char>?) {
        guard refusal == nil, let name else { return }
        depth -= 1
        hand { (handler) throws(XMLRefusal) in try handler.end(XMLName(name)) }
    }

    private func found(_ text: UnsafePointer<XML_Char>?, _ count: Int32) {
        guard refusal == nil, let text, count > 0 else { return }
        textRead += Int(count)
        guard textRead <= limits.text else { return refuse("it has more than \(limits.text) bytes of text") }
        let bytes = UnsafeRawBufferPointer(start: text, count: Int(count)).assumingMemoryBound(to: UInt8.self)
        hand { (handler) throws(XMLRefusal) in try handler.text(bytes) }
    }

    private func hand(_ event: (any XMLHandler) throws(XMLRefusal) -> Void) {
        do {
            try event(handler)
        } catch {
            refuse(error.message)
        }
    }

    /// Ends the reading; expat may still call once for the same element. The place is asked for now: later it is behind it.
    private func refuse(_ message: String) {
        guard refusal == nil, let expat else { return }
        refusal = error(message, expat)
        XML_StopParser(expat, XML_Bool(XML_FALSE))
    }

    /// expat's words, but for those that would puzzle a reader.
    private static func words(for code: XML_Error) -> String {
        switch code {
        case XML_ERROR_NO_ELEMENTS: "it ends too early"
        case XML_ERROR_UNCLOSED_TOKEN: "something that begins here does not end"
        case XML_ERROR_PARTIAL_CHAR: "it ends inside a character"
        case XML_ERROR_UNKNOWN_ENCODING, XML_ERROR_INCORRECT_ENCODING:
            "its encoding is not one of UTF-8, UTF-16, ISO-8859-1 and US-ASCII, or not the one that it states"
        default: XML_ErrorString(code).map { String(cString: $0) } ?? "it is no XML"
        }
    }
}
