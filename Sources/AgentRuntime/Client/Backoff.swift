import Domain

/// How long to wait before the next try: full jitter over 1, 2, 4 … 60 s, for ever (protocol.md, *Agent behaviour*).
public struct Backoff: Sendable {
    private let ceiling: Duration
    private let random: any RandomSource
    /// Tries that failed in a row.
    public private(set) var failures = 0

    /// A backoff whose longest wait is a ceiling.
    public init(ceiling: Duration = .seconds(60), random: any RandomSource) {
        self.ceiling = ceiling
        self.random = random
    }

    /// The wait after one more failure: at random up to the step, and never less than the server asked for.
    public mutating func next(after retryAfter: Duration? = nil) -> Duration {
        let step = min(Duration.seconds(1 << min(failures, 6)), ceiling)
        failures += 1
        return max(step * random.fraction(), retryAfter ?? .zero)
    }

    /// Begins again after a success.
    public mutating func reset() { failures = 0 }
}
