/// The processing methods that a listing's names hold, each with the number of images that have it. An image counts once for a
/// description however many of its files and methods lead to it.
///
/// Methods are found by the bytes of their names, which are kept once; hashes are seeded, so that names cannot be made to collide.
struct MethodTable {
    private struct Method {
        let start: Int
        let end: Int
        let hash: Int
        let description: Int32
        /// The last image that had it.
        var image: Int32 = -1
        var images = 0
    }

    private struct Description {
        let text: String
        var image: Int32 = -1
        var images = 0
    }

    private let configured: [String: String]
    private var slots = [Int32](repeating: -1, count: 64)
    private var methods: [Method] = []
    private var names: [UInt8] = []
    private var descriptions: [Description] = []
    private var numbers: [String: Int32] = [:]

    /// A table that describes methods as a configuration does: under the very bytes of their names.
    init(configured: [String: String]) {
        self.configured = configured
    }

    /// Counts a method for an image. All methods of an image are to be counted before those of the next, whose number is higher.
    mutating func count(_ name: UnsafeBufferPointer<UInt8>, image: Int32) {
        let method = number(of: name)
        guard methods[method].image != image else { return }
        methods[method].image = image
        methods[method].images += 1
        let description = Int(methods[method].description)
        guard descriptions[description].image != image else { return }
        descriptions[description].image = image
        descriptions[description].images += 1
    }

    /// Description → images.
    var usage: [String: Int] {
        Dictionary(uniqueKeysWithValues: descriptions.map { ($0.text, $0.images) })
    }

    /// The methods that the configuration does not describe → images.
    var undescribed: [String: Int] {
        var found: [String: Int] = [:]
        for method in methods {
            let name = String(decoding: names[method.start..<method.end], as: UTF8.self)
            if (configured[name] ?? "").isEmpty { found[name] = method.images }
        }
        return found
    }

    private mutating func number(of name: UnsafeBufferPointer<UInt8>) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(name))
        let hash = hasher.finalize()
        var slot = hash & (slots.count - 1)
        while slots[slot] >= 0 {
            let method = methods[Int(slots[slot])]
            if method.hash == hash, method.end - method.start == name.count,
                names[method.start..<method.end].elementsEqual(name)
            {
                return Int(slots[slot])
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(methods.count)
        add(name, hash)
        if methods.count * 4 > slots.count * 3 { grow() }
        return methods.count - 1
    }

    private mutating func add(_ name: UnsafeBufferPointer<UInt8>, _ hash: Int) {
        let id = String(decoding: name, as: UTF8.self)
        let text = configured[id].flatMap { $0.isEmpty ? nil : $0 } ?? id
        let description = numbers[text] ?? Int32(descriptions.count)
        if description == descriptions.count {
            descriptions.append(Description(text: text))
            numbers[text] = description
        }
        methods.append(
            Method(start: names.count, end: names.count + name.count, hash: hash, description: description))
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
