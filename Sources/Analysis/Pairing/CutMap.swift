/// Named values that may have been cut, with how many there really are. The largest stay.
public struct CutMap<Value: Hashable & Sendable>: Hashable, Sendable {
    /// The values that are kept, by their names.
    public let entries: [String: Value]
    /// How many there are in all.
    public let total: Int

    /// A map of these entries out of so many.
    public init(_ entries: [String: Value] = [:], total: Int? = nil) {
        self.entries = entries
        self.total = total ?? entries.count
    }

    /// Keeps the entries of the largest weight, of two of one weight the one whose name comes first, until there are as many as a
    /// list may hold or their names are long enough.
    init(of all: [String: Value], weight: (Value) -> Int, byteCount: (Value) -> Int = { _ in 0 }) {
        let bytes = all.reduce(0) { $0 + jsonByteCount($1.key) + byteCount($1.value) + 24 }
        if all.count <= PhotoStatsResult.listLimit, bytes <= CutList<String>.byteLimit {
            self.init(all)
            return
        }
        var kept: [String: Value] = [:]
        var keptBytes = 0
        let largest = Array(all).leading(PhotoStatsResult.listLimit) { left, right in
            let (leftWeight, rightWeight) = (weight(left.value), weight(right.value))
            return leftWeight == rightWeight ? left.key < right.key : leftWeight > rightWeight
        }
        for (name, value) in largest {
            keptBytes += jsonByteCount(name) + byteCount(value) + 24
            if keptBytes > CutList<String>.byteLimit { break }
            kept[name] = value
        }
        self.init(kept, total: all.count)
    }
}

/// How many bytes a text has in JSON, without its quotes.
func jsonByteCount(_ text: String) -> Int {
    text.utf8.reduce(0) { count, byte in
        switch byte {
        case 0..<0x20: count + 6
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): count + 2
        default: count + 1
        }
    }
}
