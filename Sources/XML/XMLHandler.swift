/// Takes what a parser reads, event by event. What an event hands over is valid for the time of the call alone.
public protocol XMLHandler: AnyObject {
    /// An element begins.
    func start(_ name: XMLName, _ attributes: XMLAttributes) throws(XMLRefusal)
    /// An element ends.
    func end(_ name: XMLName) throws(XMLRefusal)
    /// A piece of text, UTF-8, never empty; the text of one element may come in several pieces.
    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLRefusal)
}

/// Why a handler does not take a document; the parser adds the place and throws it as `XMLError`.
public struct XMLRefusal: Error, Hashable, Sendable {
    /// What is wrong, in words.
    public let message: String

    /// A refusal for a reason.
    public init(_ message: String) {
        self.message = message
    }
}

/// How much of a document is read before it is refused.
public struct XMLLimits: Hashable, Sendable {
    /// The most bytes of the document.
    public var bytes: Int
    /// The most elements inside each other.
    public var depth: Int
    /// The most attributes of one element.
    public var attributes: Int
    /// The most bytes of text and attribute values together, as UTF-8.
    public var text: Int

    /// Limits; by default those of a document that a person or a program would write.
    public init(bytes: Int = 64 << 20, depth: Int = 256, attributes: Int = 2000, text: Int = 64 << 20) {
        self.bytes = bytes
        self.depth = depth
        self.attributes = attributes
        self.text = text
    }
}
