extension Array {
    /// The first so many elements of the order, sorted, without sorting all: what cannot be among them is dropped at once.
    func leading(_ count: Int, by precedes: (Element, Element) -> Bool) -> [Element] {
        guard count > 0 else { return [] }
        var kept: [Element] = []
        var bound: Element?
        for element in self {
            if let bound, !precedes(element, bound) { continue }
            kept.append(element)
            if kept.count >= count * 2 + 64 {
                kept = Array(kept.sorted(by: precedes).prefix(count))
                bound = kept.last
            }
        }
        return Array(kept.sorted(by: precedes).prefix(count))
    }
}
