/// The distinct file names that a pipeline's walks lead one to expect, without the part that tells images apart: each is an
/// extension and what stands between counter and extension. They are numbered from 0 and found by bytes, without case.
struct ExpectedNames {
    /// A name as it is written out for an image.
    struct Name {
        /// `-METHOD`…; empty for the bare image.
        let methods: String
        /// With the dot, in lower case.
        let `extension`: String
        /// How `methods` is compared.
        fileprivate let folded: [UInt8]
        /// The extension's number in the table of extensions; negative for those that no file of a collection has.
        fileprivate let kind: Int
    }

    private(set) var names: [Name] = []
    private let extensions: ExtensionTable
    private var numbers: [Key: Int32] = [:]
    /// For each extension, the number of the name without methods; -1 where it is not expected.
    private var bare: [Int32]
    /// Open addressing over the names with methods.
    private var slots: [Int32] = []

    private struct Key: Hashable {
        let methods: String
        let `extension`: String
    }

    init(extensions: ExtensionTable) {
        self.extensions = extensions
        bare = Array(repeating: -1, count: extensions.kinds.count)
    }

    /// The number of an expected file's name, which is a new one if no earlier one compares as the same.
    mutating func add(_ file: ExpectedFile) -> Int32 {
        let methods = file.methods.reduce(into: "") { $0 += "-" + $1 }
        let folded = methods.lowercased()
        let key = Key(methods: folded, extension: file.extension.lowercased())
        if let known = numbers[key] { return known }
        let number = Int32(names.count)
        numbers[key] = number
        let kind = extensions.kinds.firstIndex { $0.name == key.extension } ?? -1
        names.append(Name(methods: methods, extension: key.extension, folded: Array(folded.utf8), kind: kind))
        if kind >= 0, folded.isEmpty { bare[kind] = number }
        return number
    }

    /// Makes the names with methods findable; to be called once, when all are added.
    mutating func seal() {
        let findable = names.indices.filter { names[$0].kind >= 0 && !names[$0].folded.isEmpty }
        var capacity = 16
        while capacity < findable.count * 2 { capacity *= 2 }
        slots = Array(repeating: -1, count: capacity)
        for number in findable {
            let hash = names[number].folded.withUnsafeBytes { Self.hash($0, kind: names[number].kind) }
            var slot = hash & (capacity - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (capacity - 1) }
            slots[slot] = Int32(number)
        }
        numbers = [:]
    }

    /// The number of a file's name by the number of its extension and its methods as they stand in the name, in up to two pieces;
    /// -1 where no walk expects it.
    func find(
        kind: Int, _ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>
    ) -> Int32 {
        let count = first.count + second.count
        if count == 0 { return bare[kind] }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { folded in
            for index in 0..<first.count { folded[index] = Self.lowerCase(first[index]) }
            for index in 0..<second.count { folded[first.count + index] = Self.lowerCase(second[index]) }
            return find(kind: kind, folded: UnsafeRawBufferPointer(folded))
        }
    }

    private func find(kind: Int, folded: UnsafeRawBufferPointer) -> Int32 {
        var slot = Self.hash(folded, kind: kind) & (slots.count - 1)
        while slots[slot] >= 0 {
            let name = names[Int(slots[slot])]
            if name.kind == kind, name.folded.count == folded.count, name.folded.elementsEqual(folded) {
                return slots[slot]
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return -1
    }

    private static func hash(_ bytes: UnsafeRawBufferPointer, kind: Int) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: bytes)
        hasher.combine(kind)
        return hasher.finalize()
    }

    private static func lowerCase(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
}
