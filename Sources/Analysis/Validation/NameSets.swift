/// Distinct sets of small numbers, each held once and numbered from 0: images whose files are named alike share one verdict.
struct NameSets {
    private var members: [Int32] = []
    private var starts: [Int] = [0]
    private var hashes: [Int] = []
    private var slots = [Int32](repeating: -1, count: 64)
    /// For each set, how often it was added.
    private(set) var occurrences: [Int] = []

    var count: Int { occurrences.count }

    /// The members of a set, ascending.
    subscript(number: Int) -> ArraySlice<Int32> { members[starts[number]..<starts[number + 1]] }

    /// Adds a set, given ascending and each member once, and gives its number.
    mutating func add(_ set: [Int32]) -> Int32 {
        let hash = set.withUnsafeBytes { bytes in
            var hasher = Hasher()
            hasher.combine(bytes: bytes)
            return hasher.finalize()
        }
        var slot = hash & (slots.count - 1)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if hashes[number] == hash, self[number].elementsEqual(set) {
                occurrences[number] += 1
                return slots[slot]
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(occurrences.count)
        members += set
        starts.append(members.count)
        hashes.append(hash)
        occurrences.append(1)
        if occurrences.count * 4 > slots.count * 3 { grow() }
        return Int32(occurrences.count - 1)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (number, hash) in hashes.enumerated() {
            var slot = hash & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(number)
        }
    }
}
