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
    /// Up to eight bytes of ASCII as one number, in an open hash table: number, or 0, and the kind at the same place.
    private var slots: [UInt64]
    private var slotKinds: [Int16]
    /// The longer ones and those that are not ASCII.
    private var long: [String: Int16] = [:]

    /// An extension that is said to be both is one of images.
    init(_ configuration: ToolConfiguration) {
        let images = Set(configuration.photoExtensions)
        let needing = Set(configuration.requireSidecar)
        kinds = images.union(configuration.metadataExtensions).sorted().prefix(Int(Int16.max)).map { name in
            let isImage = images.contains(name)
            return Kind(name: name, isImage: isImage, needsSidecar: isImage && needing.contains(name))
        }
        var size = 64
        while size < kinds.count * 4 { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
        slotKinds = [Int16](repeating: 0, count: size)
        for (index, kind) in kinds.enumerated() {
            if let packed = Array(kind.name.utf8).withUnsafeBufferPointer(ExtensionTable.pack) {
                let slot = slot(of: packed)
                (slots[slot], slotKinds[slot]) = (packed, Int16(index))
            } else {
                long[kind.name] = Int16(index)
            }
        }
    }

    /// The extension's index; nil where it does not count.
    @inline(__always)
    func index(_ bytes: UnsafeBufferPointer<UInt8>) -> Int16? {
        guard let packed = ExtensionTable.pack(bytes) else { return longIndex(bytes) }
        let slot = slot(of: packed)
        return slots[slot] == packed && packed != 0 ? slotKinds[slot] : nil
    }

    private func longIndex(_ bytes: UnsafeBufferPointer<UInt8>) -> Int16? {
        guard bytes.count <= 256, let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let lowered = text.lowercased()
        if let kind = long[lowered] { return kind }
        guard let packed = Array(lowered.utf8).withUnsafeBufferPointer(ExtensionTable.pack) else { return nil }
        return slots[slot(of: packed)] == packed ? slotKinds[slot(of: packed)] : nil
    }

    /// Where a number stands, or would. A quarter of the slots is taken at most, so that there is an empty one.
    @inline(__always)
    private func slot(of packed: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: packed &* 0x9E37_79B9_7F4A_7C15 >> 32) & (slots.count - 1)
        while slots[slot] != 0, slots[slot] != packed { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    /// Up to eight ASCII bytes in lower case as one number, never 0 but for no bytes at all.
    @inline(__always)
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
