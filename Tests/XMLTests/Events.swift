import XML

/// Writes down what a parser hands over; texts that follow each other as one.
final class Events: XMLHandler {
    private(set) var list: [String] = []
    private var text = ""
    /// The element that is not taken.
    var refused = ""

    func start(_ name: XMLName, _ attributes: XMLAttributes) throws(XMLRefusal) {
        flush()
        if name.text == refused { throw XMLRefusal("<\(refused)> is not wanted") }
        let values = attributes.map { " \($0.name.text)=\(String(decoding: $0.value, as: UTF8.self))" }
        list.append("<" + name.text + values.joined() + ">")
    }

    func end(_ name: XMLName) throws(XMLRefusal) {
        flush()
        list.append("</" + name.text + ">")
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLRefusal) {
        text += String(decoding: bytes, as: UTF8.self)
    }

    private func flush() {
        if !text.isEmpty { list.append(text) }
        text = ""
    }

    /// What a document gives, or throws.
    static func of(_ document: [UInt8], limits: XMLLimits = XMLLimits()) throws -> [String] {
        let events = Events()
        try XMLParser(handler: events, limits: limits).parse(document)
        return events.list
    }

    /// What a document gives, or throws.
    static func of(_ document: String, limits: XMLLimits = XMLLimits()) throws -> [String] {
        try of(Array(document.utf8), limits: limits)
    }
}
