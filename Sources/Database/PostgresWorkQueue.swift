/// Work that waits, oldest first. Each piece has a number, by which it can be taken out again.
struct PostgresWorkQueue {
    private var entries: [PostgresWork?] = []
    /// Where the first entry stands that may still wait.
    private var head = 0
    /// The number of the entry at place 0.
    private var base = 0
    /// How many wait.
    private(set) var count = 0

    /// Adds a piece to the end, and returns its number.
    mutating func append(_ work: PostgresWork) -> Int {
        entries.append(work)
        count += 1
        return base + entries.count - 1
    }

    /// Takes the piece of a number out, if it still waits.
    mutating func remove(_ number: Int) -> PostgresWork? {
        let place = number - base
        guard place >= head, place < entries.count, let work = entries[place] else { return nil }
        entries[place] = nil
        count -= 1
        return work
    }

    /// The oldest, which stays.
    mutating func first() -> PostgresWork? {
        skipRemoved()
        return head < entries.count ? entries[head] : nil
    }

    /// Takes the oldest out.
    mutating func popFirst() -> PostgresWork? {
        guard let work = first() else { return nil }
        entries[head] = nil
        head += 1
        count -= 1
        return work
    }

    private mutating func skipRemoved() {
        while head < entries.count, entries[head] == nil { head += 1 }
        guard head > 256, head * 2 > entries.count else { return }
        entries.removeFirst(head)
        base += head
        head = 0
    }
}
