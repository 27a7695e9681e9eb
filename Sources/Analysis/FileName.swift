/// The parts of a file's path, as offsets into its bytes (analysis.md, *File record*).
struct FileName {
    /// Where the directory ends: the last slash, or 0.
    let directoryEnd: Int
    /// Where the name begins.
    let nameStart: Int
    /// Where the extension begins, with its dot; the end of the path where there is none.
    let stemEnd: Int

    /// A leading dot alone starts no extension, and a name that ends in a dot has none.
    init(_ path: [UInt8]) {
        var nameStart = 0
        var lastDot: Int?
        path.withUnsafeBufferPointer { bytes in
            var index = bytes.count - 1
            while index >= 0, bytes[index] != UInt8(ascii: "/") {
                if bytes[index] == UInt8(ascii: "."), lastDot == nil { lastDot = index }
                index -= 1
            }
            nameStart = index + 1
        }
        self.nameStart = nameStart
        directoryEnd = max(0, nameStart - 1)
        stemEnd = FileName.extensionStart(lastDot, from: nameStart, to: path.count)
    }

    /// Where the extension of a part of a name begins.
    static func extensionStart(_ lastDot: Int?, from start: Int, to end: Int) -> Int {
        guard let lastDot, lastDot > start, lastDot < end - 1 else { return end }
        return lastDot
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
