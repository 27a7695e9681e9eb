/// Groups of files under (directory, name) keys that compare as `NameComparison` says; open addressing over indices.
///
/// Holds about 24 bytes a group; the names stay where they are, in the files' paths.
struct NameTable {
    private var slots: [Int32] = [Int32](repeating: -1, count: 64)
    private var hashes: [Int] = []
    /// For each group the file that came last; further ones follow by `Entry.next`.
    private(set) var heads: [Int32] = []

    /// The group of a key. `isMember` says whether the file that heads a group has the same key.
    func find(hash: Int, isMember: (Int32) -> Bool) -> Int? {
        var slot = hash & (slots.count - 1)
        while slots[slot] >= 0 {
            let group = Int(slots[slot])
            if hashes[group] == hash, isMember(heads[group]) { return group }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Puts a file at the head of a group that `find` gave, or of a new one, and gives back the file that headed it before, or -1.
    mutating func insert(_ file: Int32, hash: Int, group: Int?) -> Int32 {
        if let group {
            let previous = heads[group]
            heads[group] = file
            return previous
        }
        if (heads.count + 1) * 4 > slots.count * 3 { grow() }
        place(Int32(heads.count), hash)
        heads.append(file)
        hashes.append(hash)
        return -1
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (group, hash) in hashes.enumerated() { place(Int32(group), hash) }
    }

    private mutating func place(_ group: Int32, _ hash: Int) {
        var slot = hash & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = group
    }
}
