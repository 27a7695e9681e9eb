import XML

/// What a store answered that is no success, or why it did not answer, with what to do.
public struct S3Error: Error, Hashable, Sendable, CustomStringConvertible {
    /// What sort of trouble.
    public enum Kind: Hashable, Sendable {
        /// There is no such object.
        case missing
        /// There is no such bucket.
        case noBucket
        /// The keys are wrong, or do not open this.
        case denied
        /// Nobody answers, or only with faults of its own; it may pass.
        case unavailable
        /// A setting cannot be right.
        case configuration
        /// Anything else that the store refused.
        case refused
    }

    /// What sort of trouble.
    public let kind: Kind
    /// What happened, to what, and what to do.
    public let message: String

    /// A trouble in words.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The message.
    public var description: String { message }
}

extension S3Error {
    /// From an answer. Source: Amazon S3 API Reference, *Error responses*.
    init(status: Int, body: [UInt8], method: String, place: String) {
        let fields = S3Document.fields(body, of: "Error")
        let code = fields["Code"] ?? "status \(status)"
        let words = fields["Message"].map { ": \($0)" } ?? ""
        switch (status, code) {
        case (_, "NoSuchBucket"):
            self.init(.noBucket, "There is no bucket at \(place); make it, or name another.")
        case (404, _): self.init(.missing, "There is nothing at \(place) (\(code)).")
        case (401, _), (403, _):
            self.init(
                .denied,
                "\(method) \(place) was denied (\(code)\(words)). Check the access key, its secret, the region and the clock."
            )
        case (301, _), (307, _):
            self.init(
                .configuration, "\(place) lies elsewhere (\(code)\(words)). Give the bucket's own region and endpoint.")
        case (429, _), (500..., _):
            self.init(.unavailable, "\(method) \(place) failed (\(code)\(words)). It may pass; try again.")
        default: self.init(.refused, "\(method) \(place) was refused (\(code)\(words)).")
        }
    }
}

/// The flat documents that stores answer with.
enum S3Document {
    /// The texts of the elements below the root, by name; of repeated ones the last. Empty where it is no such document.
    static func fields(_ document: [UInt8], of root: String) -> [String: String] {
        let reader = Reader()
        // `try?`: an answer that is no XML says nothing beyond its status.
        guard (try? XMLParser(handler: reader).parse(document)) != nil, reader.root == root else { return [:] }
        return Dictionary(reader.found.map { ($0.path, $0.text) }, uniquingKeysWith: { _, last in last })
    }

    /// The texts of all elements by their path below the root, in order.
    /// - Throws: `XMLError`.
    static func texts(_ document: [UInt8]) throws(XMLError) -> [(path: String, text: String)] {
        let reader = Reader()
        try XMLParser(handler: reader).parse(document)
        return reader.found
    }

    private final class Reader: XMLHandler {
        var root: String?
        var found: [(path: String, text: String)] = []
        private var path: [String] = []
        private var bytes: [UInt8] = []

        func start(_ name: XMLName, _ attributes: XMLAttributes) throws(XMLRefusal) {
            let local = String(decoding: name.local, as: UTF8.self)
            if root == nil { root = local } else { path.append(local) }
            bytes = []
        }

        func end(_ name: XMLName) throws(XMLRefusal) {
            if path.isEmpty { return }
            found.append((path.joined(separator: "/"), String(decoding: bytes, as: UTF8.self)))
            path.removeLast()
            bytes = []
        }

        func text(_ piece: UnsafeBufferPointer<UInt8>) throws(XMLRefusal) {
            bytes += piece
        }
    }
}
