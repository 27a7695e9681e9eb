/// The name of an element or attribute with its namespace resolved, whatever its prefix was. Source: Namespaces in XML 1.0.
public struct XMLName {
    /// The namespace's URI, UTF-8; empty where there is none.
    public let namespace: UnsafeBufferPointer<UInt8>
    /// The name without its prefix, UTF-8.
    public let local: UnsafeBufferPointer<UInt8>

    /// Stands between URI and name; no name holds it, and a URI that does is told apart by the last one.
    static let separator = UInt8(ascii: "\n")

    /// Takes apart what expat gives: `URI\nlocal`, or `local` alone.
    init(_ name: UnsafePointer<CChar>) {
        var length = 0
        var split = -1
        while name[length] != 0 {
            if UInt8(bitPattern: name[length]) == XMLName.separator { split = length }
            length += 1
        }
        local = name.bytes(split + 1, length)
        namespace = name.bytes(0, max(0, split))
    }

    /// Whether it is this name of this namespace.
    public func matches(_ namespace: StaticString, _ local: StaticString) -> Bool {
        isNamed(local) && isIn(namespace)
    }

    /// Whether it belongs to a namespace; the empty one is none.
    public func isIn(_ namespace: StaticString) -> Bool { self.namespace == namespace }

    /// Whether it is this name, in whatever namespace.
    public func isNamed(_ local: StaticString) -> Bool { self.local == local }

    /// For example `{http://ns.adobe.com/xap/1.0/}Rating`.
    public var text: String {
        let name = String(decoding: local, as: UTF8.self)
        return namespace.isEmpty ? name : "{\(String(decoding: namespace, as: UTF8.self))}\(name)"
    }
}

/// An element's attributes in the document's order, without the declarations of namespaces.
public struct XMLAttributes: RandomAccessCollection {
    private let list: UnsafeMutablePointer<UnsafePointer<CChar>?>
    /// How many there are.
    public let endIndex: Int

    /// Takes what expat gives: name, value, name, value, …, nil. Reads one past the limit at most.
    init(_ list: UnsafeMutablePointer<UnsafePointer<CChar>?>, limit: Int) {
        var count = 0
        while count <= limit, list[count * 2] != nil { count += 1 }
        self.list = list
        endIndex = count
    }

    /// Always 0.
    public var startIndex: Int { 0 }

    /// An attribute's name and its value as UTF-8.
    public subscript(index: Int) -> (name: XMLName, value: UnsafeBufferPointer<UInt8>) {
        precondition(index >= 0 && index < endIndex, "an attribute beyond the last")
        guard let name = list[index * 2], let value = list[index * 2 + 1] else {
            // The initialiser counted as far as there are names, and each has its value.
            preconditionFailure("expat gives every attribute a name and a value")
        }
        return (XMLName(name), value.bytes(0, value.length))
    }

    /// The value of an attribute; nil where the element has none of that name.
    public func value(_ namespace: StaticString, _ local: StaticString) -> String? {
        first { $0.name.matches(namespace, local) }.map { String(decoding: $0.value, as: UTF8.self) }
    }
}

extension UnsafePointer<CChar> {
    fileprivate var length: Int {
        var length = 0
        while self[length] != 0 { length += 1 }
        return length
    }

    /// A piece of the bytes, which do not move in memory.
    fileprivate func bytes(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
        let raw = UnsafeRawBufferPointer(start: self + start, count: end - start)
        return raw.assumingMemoryBound(to: UInt8.self)
    }
}

/// Whether bytes are those of a text that stands in the program.
@inline(__always)
private func == (bytes: UnsafeBufferPointer<UInt8>, text: StaticString) -> Bool {
    guard bytes.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { text in
        // From the end: namespaces begin alike.
        var index = text.count - 1
        while index >= 0, bytes[index] == text[index] { index -= 1 }
        return index < 0
    }
}
