/// How often each of many values occurs, in bounded memory: of very many different values only those that come first in the
/// order of bytes are counted one by one, and of these the most frequent are listed, the rest together. Neither the order of
/// counting nor that of merging changes the outcome.
struct ValueCounts: Sendable {
    /// The most values that are counted one by one.
    static let countedLimit = 10_000
    /// The most values that are listed: below 1 MB at 800 bytes each, so that all maps are small beside what results may hold.
    static let listedLimit = 1_000
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
        if counts.count > 2 * Self.countedLimit { prune() }
    }

    /// Adds what was counted elsewhere.
    mutating func merge(_ other: ValueCounts) {
        restCount += other.restCount
        for (value, count) in other.counts { add(value, count) }
        if let theirs = other.last, last.map({ theirs < $0 }) ?? true { drop(beyond: theirs) }
    }

    /// Value → how often it was counted: the most frequent, of those that are alike the first in the order of bytes, and the rest
    /// under its own name. Values that are the same text go together.
    var all: [String: Int] {
        var pruned = self
        pruned.prune()
        var all: [String: Int] = [:]
        let sorted = pruned.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        // In the order of bytes, so that of one text's spellings always the same one names them all.
        for (value, count) in sorted.prefix(Self.listedLimit).sorted(by: { $0.key < $1.key }) {
            all[value.text, default: 0] += count
        }
        let rest = pruned.restCount + sorted.dropFirst(Self.listedLimit).reduce(0) { $0 + $1.value }
        if rest > 0 { all[Self.rest, default: 0] += rest }
        return all
    }

    /// Keeps the first values. A value that is among the first in the end was so all along, so that its count is exact.
    private mutating func prune() {
        guard counts.count > Self.countedLimit else { return }
        drop(beyond: counts.keys.sorted()[Self.countedLimit - 1])
    }

    private mutating func drop(beyond last: Value) {
        self.last = last
        for (value, count) in counts where last < value {
            restCount += count
            counts[value] = nil
        }
    }
}
