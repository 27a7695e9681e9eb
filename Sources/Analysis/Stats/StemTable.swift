/// Groups of entries under names that compare as `NameComparison` says; open addressing, used again for one folder after the
/// other, so that a folder's groups stay in the processor's cache.
struct StemTable {
    /// The entries of one name; each leads to the next by `Entry.next`, -1 where there is none.
    struct Group {
        var images: Int32 = -1
        var sidecars: Int32 = -1
        /// An entry whose stem is the group's name.
        var any: Int32 { images >= 0 ? images : sidecars }
    }

    private(set) var groups: [Group] = []
    /// The upper half of a hash above the group's number plus one; 0 where the slot is free.
    private var slots: [UInt64] = []
    private var mask = 0

    /// Forgets everything and gets ready for so many entries.
    mutating func reset(capacity: Int) {
        groups.removeAll(keepingCapacity: true)
        groups.reserveCapacity(capacity)
        var size = 16
        while size < capacity + capacity / 2 { size *= 2 }
        mask = size - 1
        if slots.count < size {
            slots = [UInt64](repeating: 0, count: size)
        } else {
            for slot in 0..<size { slots[slot] = 0 }
        }
    }

    /// The group of a name. `isMember` says whether an entry's stem is that name.
    @inline(__always)
    func find(hash: UInt64, isMember: (Int32) -> Bool) -> Int? {
        let slot = slot(hash, isMember)
        return slots[slot] == 0 ? nil : Int(slots[slot] & 0xFFFF_FFFF) - 1
    }

    /// The group of a name, made where there was none; the caller puts an entry of that name into it.
    @inline(__always)
    mutating func findOrAdd(hash: UInt64, isMember: (Int32) -> Bool) -> Int {
        let slot = slot(hash, isMember)
        if slots[slot] != 0 { return Int(slots[slot] & 0xFFFF_FFFF) - 1 }
        groups.append(Group())
        slots[slot] = (hash >> 32) << 32 | UInt64(groups.count)
        return groups.count - 1
    }

    /// Puts an entry at the head of a group's images or sidecars, and gives back what headed them before.
    @inline(__always)
    mutating func put(_ entry: Int32, isImage: Bool, in group: Int) -> Int32 {
        if isImage {
            defer { groups[group].images = entry }
            return groups[group].images
        }
        defer { groups[group].sidecars = entry }
        return groups[group].sidecars
    }

    /// Where a group's slot is, or the free slot where it would be; a third of the slots is always free.
    @inline(__always)
    private func slot(_ hash: UInt64, _ isMember: (Int32) -> Bool) -> Int {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            if (slots[slot] ^ hash) >> 32 == 0, isMember(groups[Int(slots[slot] & 0xFFFF_FFFF) - 1].any) { break }
            slot = (slot + 1) & mask
        }
        return slot
    }
}
