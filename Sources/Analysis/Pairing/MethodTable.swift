/// The processing methods that a listing's names hold, each with the number of images that have it. An image counts once for a
/// description however many of its files and methods lead to it.
///
/// A method is found by the bytes of its name, which are kept once; hashes are seeded, so that names cannot be made to collide.
struct MethodTable {
    private struct Method {
        let start: Int
        let hash: Int
        let length: Int32
        /// The configured description that it counts for; -1 where it stands for itself.
        let description: Int32
        /// The last image that had it.
        var image: Int32 = -1
        var images: Int32 = 0
    }

    private struct Description {
        let text: String
        var image: Int32 = -1
        var images: Int32 = 0
    }

    private let configured: [String: String]
    private var descriptions: [Description] = []
    private var descriptionNumbers: [String: Int32] = [:]
    private var slots = [Int32](repeating: -1, count: 64)
    private var methods: [Method] = []
    private var names: [UInt8] = []

    /// A table that describes methods as a configuration does: under the very bytes of their names.
    init(configured: [String: String]) {
        self.configured = configured.filter { !$0.value.isEmpty }
        for text in Set(self.configured.values) {
            descriptionNumbers[text] = Int32(descriptions.count)
            descriptions.append(Description(text: text))
        }
    }

    /// Counts a method for an image. All methods of an image are to be counted before those of the next, whose number is higher.
    mutating func count(_ name: UnsafeBufferPointer<UInt8>, image: Int32) {
        let method = number(of: name)
        guard methods[method].image != image else { return }
        methods[method].image = image
        methods[method].images += 1
        let description = Int(methods[method].description)
        guard description >= 0, descriptions[description].image != image else { return }
        descriptions[description].image = image
        descriptions[description].images += 1
    }

    /// Description → images.
    var usage: CutMap<Int> {
        let used = descriptions.filter { $0.images > 0 }
        let own = methods.filter { $0.description < 0 }
        let all = Dictionary(
            uniqueKeysWithValues: used.map { ($0.text, Int($0.images)) }
                + largest(own, PhotoStatsResult.listLimit).map { (name(of: $0), Int($0.images)) })
        let cut = CutMap(of: all, weight: { $0 })
        return CutMap(cut.entries, total: used.count + own.count)
    }

    /// The methods without a description → images; as many as a report shows.
    func undescribed(_ limit: Int) -> CutMap<Int> {
        let found = methods.filter { configured[name(of: $0)] == nil }
        let shown = largest(found, limit).map { (name(of: $0), Int($0.images)) }
        return CutMap(Dictionary(uniqueKeysWithValues: shown), total: found.count)
    }

    /// Those of the most images first, of as many by their names.
    private func largest(_ methods: [Method], _ count: Int) -> [Method] {
        methods.leading(count) { left, right in
            left.images == right.images
                ? bytes(of: left).lexicographicallyPrecedes(bytes(of: right)) : left.images > right.images
        }
    }

    private func bytes(of method: Method) -> ArraySlice<UInt8> {
        names[method.start..<method.start + Int(method.length)]
    }

    private func name(of method: Method) -> String { String(decoding: bytes(of: method), as: UTF8.self) }
}

extension MethodTable {
    private mutating func number(of name: UnsafeBufferPointer<UInt8>) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(name))
        let hash = hasher.finalize()
        var slot = hash & (slots.count - 1)
        while slots[slot] >= 0 {
            let method = methods[Int(slots[slot])]
            if method.hash == hash, bytes(of: method).elementsEqual(name) { return Int(slots[slot]) }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(methods.count)
        add(name, hash)
        if methods.count * 4 > slots.count * 3 { grow() }
        return methods.count - 1
    }

    private mutating func add(_ name: UnsafeBufferPointer<UInt8>, _ hash: Int) {
        let id = String(decoding: name, as: UTF8.self)
        methods.append(
            Method(
                start: names.count, hash: hash, length: Int32(name.count),
                description: descriptionNumbers[configured[id] ?? id] ?? -1))
        names.append(contentsOf: name)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (number, method) in methods.enumerated() {
            var slot = method.hash & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(number)
        }
    }
}
