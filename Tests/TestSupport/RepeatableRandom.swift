import Domain
import Synchronization

/// Random bytes that are the same in every run (SplitMix64 from a seed).
public final class RepeatableRandom: RandomSource, RandomNumberGenerator {
    private let state: Mutex<UInt64>

    /// A source that a seed decides.
    public init(seed: UInt64 = 1) {
        state = Mutex(seed)
    }

    /// The next number of the sequence.
    public func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// That many bytes of the sequence.
    public func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            withUnsafeBytes(of: next().littleEndian) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }
}
