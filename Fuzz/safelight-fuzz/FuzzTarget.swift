/// Something that takes bytes of strangers, with what must hold whatever they are.
protocol FuzzTarget: SendableMetatype {
    /// What it is called on the command line.
    static var name: String { get }
    /// Pieces that inputs are made of, and that mutation splices in.
    static var words: [[UInt8]] { get }
    init()
    /// An input that is valid, or nearly.
    mutating func generate(_ random: inout FuzzRandom) -> [UInt8]
    /// Nil where everything holds, else what does not. A crash is told by the program's end.
    mutating func fault(_ input: [UInt8]) -> String?
}

extension FuzzTarget {
    /// Texts as pieces.
    static func pieces(_ texts: String...) -> [[UInt8]] { texts.map { Array($0.utf8) } }
}

/// Changes an input a little: bytes, stretches, pieces of the target's language, lengths.
struct Mutation {
    let words: [[UInt8]]
    /// No input grows beyond this, so that there are many cases.
    static let sizeLimit = 4096

    func apply(_ input: [UInt8], _ random: inout FuzzRandom) -> [UInt8] {
        var bytes = input
        for _ in 0..<(1 + random.below(4)) { change(&bytes, &random) }
        return bytes.count > Self.sizeLimit ? Array(bytes.prefix(Self.sizeLimit)) : bytes
    }

    private func change(_ bytes: inout [UInt8], _ random: inout FuzzRandom) {
        let place = random.below(bytes.count + 1)
        let end = min(bytes.count, place + 1 + random.below(random.once(in: 4) ? 64 : 4))
        switch random.below(8) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(random.below(8))
        case 1 where place < bytes.count: bytes[place] = UInt8(random.below(256))
        case 2 where place < bytes.count: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(UInt8(random.below(256)), at: place)
        case 4: bytes.insert(contentsOf: Array(bytes[place..<end]), at: random.below(bytes.count + 1))
        case 5: bytes.removeSubrange(place...)
        default: bytes.insert(contentsOf: random.pick(words), at: place)
        }
    }
}
