/// The parts of a file's name (analysis.md, *File record*).
enum FileName {
    /// Where a name's extension begins, with its dot; the end where there is none. A leading dot alone starts no extension, and
    /// a name that ends in a dot has none.
    static func stemEnd(_ name: UnsafeBufferPointer<UInt8>) -> Int {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0, dot < name.count - 1 else { return name.count }
        return dot
    }
}

/// Names as they are compared: without case and by canonical equivalence, as Swift Strings do.
///
/// ASCII is compared byte by byte with no copy made; bytes that are not UTF-8 are compared as they are.
enum NameComparison {
    static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.allSatisfy { $0 < 0x80 }
    }

    /// The same for names that compare as equal. Seeded per process, so that names cannot be made to collide on purpose.
    static func hash(_ name: UnsafeBufferPointer<UInt8>, directory: Int32) -> Int {
        var hasher = Hasher()
        hasher.combine(directory)
        if isASCII(name) {
            combineLowered(name, into: &hasher)
        } else if let folded = folded(name) {
            if folded.utf8.allSatisfy({ $0 < 0x80 }) {
                Array(folded.utf8).withUnsafeBufferPointer { combineLowered($0, into: &hasher) }
            } else {
                hasher.combine(folded)
            }
        } else {
            combineLowered(name, into: &hasher)
        }
        return hasher.finalize()
    }

    static func areEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        if left.count == right.count, areEqualLowered(left, right) { return true }
        if isASCII(left), isASCII(right) { return false }
        guard let left = folded(left), let right = folded(right) else { return false }
        return left == right
    }

    /// Lower case; the two signs whose canonical form is ASCII are replaced by it, so that both roads give one hash.
    private static func folded(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var folded = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case "\u{37E}": folded.append(";")
            case "\u{1FEF}": folded.append("`")
            default: folded.append(scalar)
            }
        }
        return String(folded)
    }

    private static func combineLowered(_ bytes: UnsafeBufferPointer<UInt8>, into hasher: inout Hasher) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, bytes.count)) { lowered in
            for index in bytes.indices { lowered[index] = lowerCase(bytes[index]) }
            hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(lowered)[..<bytes.count]))
        }
    }

    private static func areEqualLowered(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        for index in left.indices where left[index] != right[index] && lowerCase(left[index]) != lowerCase(right[index])
        {
            return false
        }
        return true
    }

    private static func lowerCase(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }
}
