/// What of a bucket is to be listed, page by page.
public struct ObjectQuery: Hashable, Sendable {
    /// Where a page begins.
    public enum Start: Hashable, Sendable {
        /// At the first key.
        case beginning
        /// At the first key behind this one, in the order of their bytes.
        case after([UInt8])
        /// Where an earlier page said that it goes on.
        case token(String)
    }

    /// The bytes that every key begins with.
    public var prefix: [UInt8]
    /// Whether keys with a slash behind the prefix are put together under what comes before it.
    public var isDelimited: Bool
    /// Where the page begins.
    public var start: Start
    /// The most entries of the page; nil for as many as the store likes, mostly 1,000.
    public var limit: Int?

    /// A query of its parts.
    public init(prefix: [UInt8], isDelimited: Bool = false, start: Start = .beginning, limit: Int? = nil) {
        self.prefix = prefix
        self.isDelimited = isDelimited
        self.start = start
        self.limit = limit
    }
}

/// One page of a bucket's list, packed: every key once in one buffer, 24 bytes an object beside it.
public struct ObjectPage: Sendable {
    private struct Entry {
        var end: Int
        var size: Int64
        var modified: Int64
    }

    private var keys: [UInt8] = []
    private var entries: [Entry] = []
    /// What keys were put together under, raw, with a slash at the end.
    public var prefixes: [[UInt8]] = []
    /// Where the next page begins; nil after the last one.
    public var next: ObjectQuery.Start?

    /// An empty page.
    public init() {}

    /// How many objects it has.
    public var count: Int { entries.count }
    /// Whether nothing was found.
    public var isEmpty: Bool { entries.isEmpty && prefixes.isEmpty }

    /// Adds an object by its raw key, its size in bytes and its time of last change in milliseconds since 1970.
    public mutating func append(_ key: some Collection<UInt8>, size: Int64, modified: Int64) {
        keys.append(contentsOf: key)
        entries.append(Entry(end: keys.count, size: size, modified: modified))
    }

    /// An object's raw key.
    public func key(_ index: Int) -> ArraySlice<UInt8> { keys[range(index)] }

    private func range(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : entries[index - 1].end)..<entries[index].end
    }

    /// Hands every object to the body, in the store's order: the raw key, which lives for the call, the size in bytes and the
    /// time of last change in milliseconds since 1970.
    public func forEach<Failure>(
        _ body: (UnsafeBufferPointer<UInt8>, _ size: Int64, _ modified: Int64) throws(Failure) -> Void
    ) throws(Failure) {
        try keys.withUnsafeBufferPointer { (all) throws(Failure) in
            var start = 0
            for entry in entries {
                try body(UnsafeBufferPointer(rebasing: all[start..<entry.end]), entry.size, entry.modified)
                start = entry.end
            }
        }
    }

    /// The last key or prefix of the page in the order of their bytes.
    var last: [UInt8]? {
        let key = entries.isEmpty ? nil : Array(key(count - 1))
        guard let prefix = prefixes.last else { return key }
        guard let key else { return prefix }
        return key.lexicographicallyPrecedes(prefix) ? prefix : key
    }

    /// Writes keys and prefixes anew by what the body makes of them; no key gets longer.
    mutating func decode(_ decoded: (UnsafeBufferPointer<UInt8>, _ into: inout [UInt8]) -> Void) {
        var shorter: [UInt8] = []
        shorter.reserveCapacity(keys.count)
        var ends: [Int] = []
        ends.reserveCapacity(entries.count)
        forEach { key, _, _ in
            decoded(key, &shorter)
            ends.append(shorter.count)
        }
        for (index, end) in ends.enumerated() { entries[index].end = end }
        keys = shorter
        prefixes = prefixes.map { prefix in
            prefix.withUnsafeBufferPointer { bytes in
                var text: [UInt8] = []
                decoded(bytes, &text)
                return text
            }
        }
    }
}
