/// The extensions that count, found by the bytes of a name's end.
struct ExtensionTable {
    /// One of them.
    struct Kind {
        /// Lower case, with the dot.
        let name: String
        let isImage: Bool
        let needsSidecar: Bool
    }

    let kinds: [Kind]
    private let short: [UInt64: Int16]
    private let long: [String: Int16]

    /// An extension that is said to be both is one of images.
    init(_ configuration: ToolConfiguration) {
        let images = Set(configuration.photoExtensions)
        let needing = Set(configuration.requireSidecar)
        var kinds: [Kind] = []
        for name in images.union(configuration.metadataExtensions).sorted() {
            let isImage = images.contains(name)
            kinds.append(Kind(name: name, isImage: isImage, needsSidecar: isImage && needing.contains(name)))
        }
        var short: [UInt64: Int16] = [:]
        var long: [String: Int16] = [:]
        for (index, kind) in kinds.enumerated() {
            let packed = Array(kind.name.utf8).withUnsafeBufferPointer(ExtensionTable.pack)
            if let packed { short[packed] = Int16(index) } else { long[kind.name] = Int16(index) }
        }
        (self.kinds, self.short, self.long) = (kinds, short, long)
    }

    /// The extension's index; nil where it does not count.
    func index(_ bytes: UnsafeBufferPointer<UInt8>) -> Int16? {
        guard !bytes.isEmpty else { return nil }
        if let packed = ExtensionTable.pack(bytes) { return short[packed] }
        guard bytes.count <= 256, let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let lowered = text.lowercased()
        return long[lowered] ?? Array(lowered.utf8).withUnsafeBufferPointer(ExtensionTable.pack).flatMap { short[$0] }
    }

    /// Up to eight ASCII bytes in lower case as one number.
    private static func pack(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64? {
        guard bytes.count <= 8 else { return nil }
        var packed: UInt64 = 0
        for byte in bytes {
            guard byte < 0x80 else { return nil }
            packed = packed << 8 | UInt64(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        }
        return packed
    }
}
