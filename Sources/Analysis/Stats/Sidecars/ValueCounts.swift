/// How often each of many values occurs, in bounded memory: of very many different values only those that come first in the
/// order of bytes are counted one by one, the rest together. Neither the order of counting nor that of merging changes the outcome.
struct ValueCounts: Sendable {
    /// The most values that are counted one by one.
    static let valueLimit = 10_000
    /// What stands for all the others.
    static let rest = "(other values)"

    /// A text told apart by its bytes, so that of two spellings of an accent none can take the other's place.
    private struct Value: Hashable, Comparable {
        let text: String

        static func == (left: Value, right: Value) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
        static func < (left: Value, right: Value) -> Bool {
            left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
        }
        func hash(into hasher: inout Hasher) {
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    private var counts: [Value: Int] = [:]
    private var restCount = 0
    /// The last value that is still counted by itself, once there were too many.
    private var last: Value?

    /// Counts a value once more.
    mutating func add(_ text: String) { add(Value(text: text), 1) }

    private mutating func add(_ value: Value, _ count: Int) {
        if let last, last < value {
            restCount += count
            return
        }
        counts[value, default: 0] += count
        if counts.count > 2 * Self.valueLimit { prune() }
    }

    /// Adds what was counted elsewhere.
    mutating func merge(_ other: ValueCounts) {
        restCount += other.restCount
        for (value, count) in other.counts { add(value, count) }
        if let theirs = other.last, last.map({ theirs < $0 }) ?? true { drop(beyond: theirs) }
    }

    /// Value → how often it was counted, the rest under its own name; values that are the same text go together.
    var all: [String: Int] {
        var pruned = self
        pruned.prune()
        var all: [String: Int] = [:]
        for (value, count) in pruned.counts.sorted(by: { $0.key < $1.key }) { all[value.text, default: 0] += count }
        if pruned.restCount > 0 { all[Self.rest, default: 0] += pruned.restCount }
        return all
    }

    /// Keeps the first values. A value that is among the first in the end was so all along, so that its count is exact.
    private mutating func prune() {
        guard counts.count > Self.valueLimit else { return }
        drop(beyond: counts.keys.sorted()[Self.valueLimit - 1])
    }

    private mutating func drop(beyond last: Value) {
        self.last = last
        for (value, count) in counts where last < value {
            restCount += count
            counts[value] = nil
        }
    }
}
