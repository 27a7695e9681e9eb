/// Names as they are compared: without case and by canonical equivalence, as Swift Strings do.
///
/// ASCII is compared eight bytes at a time with no copy made; bytes that are not UTF-8 are compared as they are.
enum NameComparison {
    /// Different in every process, so that names cannot be made to collide on purpose.
    private static let seed = UInt64.random(in: .min ... .max)

    /// The same for names that compare as equal.
    static func hash(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let (hash, isASCII) = lowered(hash: name)
        guard !isASCII, let folded = folded(name) else { return hash }
        if folded.utf8.allSatisfy({ $0 < 0x80 }) {
            var folded = folded
            return folded.withUTF8 { lowered(hash: $0).hash }
        }
        return UInt64(bitPattern: Int64(folded.hashValue))
    }

    static func areEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        if left.count == right.count, areEqualLowered(left, right) { return true }
        if isASCII(left), isASCII(right) { return false }
        guard let left = folded(left), let right = folded(right) else { return false }
        return left == right
    }

    private static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { bytes.allSatisfy { $0 < 0x80 } }

    /// Lower case; the two signs whose canonical form is ASCII are replaced by it, so that both roads give one hash.
    private static func folded(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let lowered = text.lowercased()
        guard lowered.unicodeScalars.contains(where: { $0 == "\u{37E}" || $0 == "\u{1FEF}" }) else { return lowered }
        var folded = String.UnicodeScalarView()
        for scalar in lowered.unicodeScalars {
            switch scalar {
            case "\u{37E}": folded.append(";")
            case "\u{1FEF}": folded.append("`")
            default: folded.append(scalar)
            }
        }
        return String(folded)
    }

    /// Mixes in eight bytes a step by a 128-bit product, ASCII in lower case, and says whether all of it was ASCII.
    private static func lowered(hash bytes: UnsafeBufferPointer<UInt8>) -> (hash: UInt64, isASCII: Bool) {
        var hash = seed ^ UInt64(truncatingIfNeeded: bytes.count)
        var high: UInt64 = 0
        var offset = 0
        while offset < bytes.count {
            let word = word(bytes, offset)
            high |= word
            hash = mix(hash ^ lowerCase(word))
            offset += 8
        }
        return (mix(hash), high & 0x8080_8080_8080_8080 == 0)
    }

    private static func areEqualLowered(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        var offset = 0
        while offset < left.count {
            let (leftWord, rightWord) = (word(left, offset), word(right, offset))
            if leftWord != rightWord, lowerCase(leftWord) != lowerCase(rightWord) { return false }
            offset += 8
        }
        return true
    }

    /// The eight bytes from an offset on, zeros behind the end.
    @inline(__always)
    private static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> UInt64 {
        let raw = UnsafeRawBufferPointer(bytes)
        if offset + 8 <= raw.count { return raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
        var word: UInt64 = 0
        for index in offset..<raw.count { word |= UInt64(raw[index]) << UInt64(8 * (index - offset)) }
        return word
    }

    /// Every byte from A to Z in lower case.
    @inline(__always)
    private static func lowerCase(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let low = word & (0x7F * ones)
        let isUpper = ((low + (0x80 - 0x41) * ones) ^ (low + (0x7F - 0x5A) * ones)) & ~word & (0x80 * ones)
        return word | isUpper >> 2
    }

    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: seed | 1)
        return product.high ^ product.low
    }
}
