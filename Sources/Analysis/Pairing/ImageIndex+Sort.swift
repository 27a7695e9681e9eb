extension ImageIndex {
    /// Sorts entries by key and separate image, and leaves those of one image in the order in which they came.
    ///
    /// A radix sort from the lowest digit up: its passes are as many as there are digits that differ at all, so that an archive
    /// costs three or four whatever the order of its listing.
    /// `digits` gives 16 digits of an entry's separate image from a place on, packed like `Entry.separateID`.
    static func sort(_ entries: inout [Entry], digits: (Entry, Int) -> UInt64) {
        radixSort(&entries)
        sortRuns(&entries, entries.indices, by: digits, from: 16) { ($0.key, $0.separateID) }
    }

    /// Sorts the runs of entries that are alike but whose ids may go on.
    private static func sortRuns(
        _ entries: inout [Entry], _ range: Range<Int>, by digits: (Entry, Int) -> UInt64, from offset: Int,
        _ sortedBy: (Entry) -> (UInt64, UInt64)
    ) {
        var start = range.lowerBound
        while start < range.upperBound {
            let first = sortedBy(entries[start])
            var end = start + 1
            if first.1 & 0xF != 0 {
                while end < range.upperBound, sortedBy(entries[end]) == first { end += 1 }
                if end - start > 1 { sortByFurtherDigits(&entries, start..<end, digits, offset) }
            }
            start = end
        }
    }

    /// Sorts files whose ids are alike up to a place by 16 digits from there on, and where those are alike by the next.
    private static func sortByFurtherDigits(
        _ entries: inout [Entry], _ range: Range<Int>, _ digits: (Entry, Int) -> UInt64, _ offset: Int
    ) {
        let sorted = entries[range].map { (digits: digits($0, offset), entry: $0) }.sorted { left, right in
            if left.digits != right.digits { return left.digits < right.digits }
            return left.entry.isSidecar == right.entry.isSidecar
                ? left.entry.file < right.entry.file : right.entry.isSidecar
        }
        for (place, element) in zip(range, sorted) { entries[place] = element.entry }
        sortRuns(&entries, range, by: digits, from: offset + 16) { (0, digits($0, offset)) }
    }

    private static func radixSort(_ entries: inout [Entry]) {
        let (digitBits, digitCount) = (11, 10)
        let size = 1 << digitBits
        var counts = [Int](repeating: 0, count: size * digitCount)
        for entry in entries {
            for digit in 0..<digitCount { counts[digit * size + entry.digit(digit, digitBits)] += 1 }
        }
        guard let first = entries.first else { return }
        var scratch: [Entry] = []
        for digit in 0..<digitCount {
            let base = digit * size
            guard counts[base + first.digit(digit, digitBits)] < entries.count else { continue }
            if scratch.isEmpty { scratch = entries }
            var sum = 0
            for place in base..<base + size { (counts[place], sum) = (sum, sum + counts[place]) }
            for entry in entries {
                let place = base + entry.digit(digit, digitBits)
                scratch[counts[place]] = entry
                counts[place] += 1
            }
            swap(&entries, &scratch)
        }
    }
}

extension ImageIndex.Entry {
    /// A digit of the separate image, or from 6 on of the key, the lowest first.
    @inline(__always)
    fileprivate func digit(_ digit: Int, _ bits: Int) -> Int {
        let number = digit < 6 ? separateID >> UInt64(digit * bits) : key >> UInt64((digit - 6) * bits)
        return Int(truncatingIfNeeded: number) & ((1 << bits) - 1)
    }
}
