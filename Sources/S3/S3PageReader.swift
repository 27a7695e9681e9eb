import Domain
import XML

/// Reads an answer to ListObjectsV2 straight into a page. Source: Amazon S3 API Reference, *ListObjectsV2*.
final class S3PageReader: XMLHandler {
    private enum Field {
        case isCut, token, encoding, key, size, modified, prefix
    }

    private var page = ObjectPage()
    private var depth = 0
    /// What the element at depth 1 is.
    private var isObject = false
    private var isPrefix = false
    private var field: Field?
    private var text: [UInt8] = []
    private var key: [UInt8] = []
    private var size: Int64?
    private var modified: Int64?
    private var isCut = false
    private var token: String?
    private var isEncoded = false

    /// The longest key that is taken; S3 has none of more than 1,024 bytes, and each byte may be written as three.
    private static let longestKey = 16_384

    /// The page that a document stands for.
    /// - Throws: `XMLError`.
    static func read(_ document: [UInt8]) throws(XMLError) -> ObjectPage {
        let reader = S3PageReader()
        try XMLParser(handler: reader).parse(document)
        return reader.finished()
    }

    private func finished() -> ObjectPage {
        if isEncoded { page.decode(URIEncoding.decode) }
        if isCut { page.next = token.map { .token($0) } ?? page.last.map { .after($0) } }
        return page
    }

    func start(_ name: XMLName, _ attributes: XMLAttributes) throws(XMLRefusal) {
        text.removeAll(keepingCapacity: true)
        switch depth {
        case 0:
            guard name.isNamed("ListBucketResult") else {
                throw XMLRefusal("it is <\(name.text)>, not a list of objects")
            }
        case 1: begin(name)
        case 2: field = isObject ? objectField(name) : isPrefix && name.isNamed("Prefix") ? .prefix : nil
        default: field = nil
        }
        depth += 1
    }

    private func begin(_ name: XMLName) {
        isObject = name.isNamed("Contents")
        isPrefix = name.isNamed("CommonPrefixes")
        if isObject { (key, size, modified) = ([], nil, nil) }
        if name.isNamed("IsTruncated") {
            field = .isCut
        } else if name.isNamed("NextContinuationToken") {
            field = .token
        } else if name.isNamed("EncodingType") {
            field = .encoding
        } else {
            field = nil
        }
    }

    private func objectField(_ name: XMLName) -> Field? {
        if name.isNamed("Key") { return .key }
        if name.isNamed("Size") { return .size }
        return name.isNamed("LastModified") ? .modified : nil
    }

    func text(_ piece: UnsafeBufferPointer<UInt8>) throws(XMLRefusal) {
        guard field != nil else { return }
        text.append(contentsOf: piece)
        guard text.count <= Self.longestKey else { throw XMLRefusal("a text in it is longer than any key") }
    }

    func end(_ name: XMLName) throws(XMLRefusal) {
        depth -= 1
        if depth == 1, isObject { try finishObject() }
        guard let field else { return }
        self.field = nil
        switch field {
        case .isCut: isCut = text.elementsEqual("true".utf8)
        case .token: token = text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
        case .encoding: isEncoded = text.elementsEqual("url".utf8)
        case .key: swap(&key, &text)
        case .size: size = Int64(String(decoding: text, as: UTF8.self)).flatMap { $0 < 0 ? nil : $0 }
        case .modified: modified = Timestamp(String(decoding: text, as: UTF8.self))?.milliseconds
        case .prefix: if !text.isEmpty { page.prefixes.append(text) }
        }
    }

    private func finishObject() throws(XMLRefusal) {
        guard let size, let modified else {
            let shown = String(decoding: key.prefix(200), as: UTF8.self)
            throw XMLRefusal("it gives no \(size == nil ? "size" : "time of last change") for \u{201C}\(shown)\u{201D}")
        }
        page.append(key, size: size, modified: modified)
    }
}
