/// Sorts numbered texts by their raw bytes without comparing them byte by byte: what all begin with is passed over once, and the
/// eight bytes behind it decide nearly always.
struct ByteOrder {
    /// One text's place before it is known: first its group, then its bytes.
    private struct Key {
        let bytes: UInt64
        let group: Int32
        let index: Int32
    }

    /// The numbers in the order of their groups, and within a group of their texts. Numbers of equal texts keep their order.
    ///
    /// `withText` gives the body the bytes of a number's text for the time of the call.
    static func sorted(
        _ indices: [Int32], group: (Int32) -> Int32 = { _ in 0 },
        withText: (Int32, (UnsafeBufferPointer<UInt8>) -> UInt64) -> UInt64,
        precedes: (Int32, Int32) -> Bool
    ) -> [Int32] {
        guard indices.count > 1 else { return indices }
        let shared = sharedLength(indices, withText)
        var keys: [Key] = []
        keys.reserveCapacity(indices.count)
        for index in indices {
            let bytes = withText(index) { leading(UnsafeBufferPointer(rebasing: $0[min(shared, $0.count)...])) }
            keys.append(Key(bytes: bytes, group: group(index), index: index))
        }
        func isBefore(_ left: Key, _ right: Key) -> Bool {
            if left.group != right.group { return left.group < right.group }
            if left.bytes != right.bytes { return left.bytes < right.bytes }
            return precedes(left.index, right.index)
        }
        // Most listings are nearly in order already.
        if !zip(keys, keys.dropFirst()).allSatisfy({ !isBefore($1, $0) }) { keys.sort(by: isBefore) }
        return keys.map(\.index)
    }

    /// How many bytes all texts begin with alike.
    private static func sharedLength(
        _ indices: [Int32], _ withText: (Int32, (UnsafeBufferPointer<UInt8>) -> UInt64) -> UInt64
    ) -> Int {
        var first: [UInt8] = []
        _ = withText(indices[0]) {
            first = Array($0); return 0
        }
        var shared = first.count
        for index in indices where shared > 0 {
            let length = withText(index) { text in
                var length = 0
                while length < shared, length < text.count, text[length] == first[length] { length += 1 }
                return UInt64(length)
            }
            shared = Int(length)
        }
        return shared
    }

    /// The first eight bytes, in the order of their numbers; zeros behind the end.
    private static func leading(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var key: UInt64 = 0
        for offset in 0..<8 { key = key << 8 | UInt64(offset < bytes.count ? bytes[offset] : 0) }
        return key
    }
}

/// The order of raw bytes.
func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in precedes(left, right) }
    }
}

/// The order of raw bytes.
func precedes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    let count = min(left.count, right.count)
    for index in 0..<count where left[index] != right[index] { return left[index] < right[index] }
    return left.count < right.count
}
