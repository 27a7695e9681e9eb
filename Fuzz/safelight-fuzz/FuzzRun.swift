/// Tries a target with inputs that a seed decides; stops at the first that breaks a property.
struct FuzzRun<Target: FuzzTarget> {
    /// What a run amounted to.
    struct Outcome {
        let cases: Int
        /// The smallest input found that breaks a property, and what it breaks.
        let failure: (input: [UInt8], fault: String)?
    }

    private var target = Target()
    private var random: FuzzRandom
    private let mutation = Mutation(words: Target.words)
    private var pool: [[UInt8]] = []

    init(seed: UInt64) {
        random = FuzzRandom(seed: seed)
    }

    /// Runs so many cases, or fewer where one fails.
    mutating func run(cases: Int) -> Outcome {
        for done in 0..<cases {
            let input = next()
            if let fault = target.fault(input) {
                return Outcome(cases: done + 1, failure: minimise(input, fault))
            }
        }
        return Outcome(cases: cases, failure: nil)
    }

    /// A fresh input once in eight times, else one from before that is changed, sometimes with a part of another.
    private mutating func next() -> [UInt8] {
        guard pool.count >= 64, !random.once(in: 8) else {
            let input = target.generate(&random)
            pool.count < 256 ? pool.append(input) : (pool[random.below(pool.count)] = input)
            return input
        }
        var input = random.pick(pool)
        if random.once(in: 8) {
            let other = random.pick(pool)
            input = input.prefix(random.below(input.count + 1)) + other.suffix(random.below(other.count + 1))
        }
        let changed = mutation.apply(input, &random)
        if random.once(in: 16) { pool[random.below(pool.count)] = changed }
        return changed
    }

    /// Takes stretches out for as long as a property stays broken.
    private mutating func minimise(_ input: [UInt8], _ fault: String) -> (input: [UInt8], fault: String) {
        var best = (input: input, fault: fault)
        var length = max(1, input.count / 2)
        while length > 0 {
            var start = 0
            while start < best.input.count {
                var shorter = best.input
                shorter.removeSubrange(start..<min(start + length, shorter.count))
                if let fault = target.fault(shorter) { best = (shorter, fault) } else { start += length }
            }
            length /= 2
        }
        return best
    }
}
