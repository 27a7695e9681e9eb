/// Runs a target on two threads and tells what came of it.
enum FuzzReport {
    /// Whether every property held.
    static func run<Target: FuzzTarget>(_ target: Target.Type, cases: Int, seed: UInt64) async -> Bool {
        let clock = ContinuousClock()
        let begun = clock.now
        async let second = half(target, cases: cases - cases / 2, seed: seed &+ 1)
        let outcomes = [await half(target, cases: cases / 2, seed: seed), await second]
        let spent = clock.now - begun
        let count = outcomes.reduce(0) { $0 + $1.cases }
        let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
        print("\(Target.name): \(count) cases, seed \(seed), \(Int(Double(count) / max(seconds, 1e-6))) cases/s")
        for failure in outcomes.compactMap(\.failure) {
            print("  broken: \(failure.fault)")
            print("  hex:  \(failure.input.map(hex).joined())")
            print("  text: \(String(decoding: failure.input, as: UTF8.self).debugDescription)")
        }
        return outcomes.allSatisfy { $0.failure == nil }
    }

    private static func half<Target: FuzzTarget>(
        _ target: Target.Type, cases: Int, seed: UInt64
    ) async -> FuzzRun<Target>.Outcome {
        var run = FuzzRun<Target>(seed: seed)
        return run.run(cases: cases)
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
