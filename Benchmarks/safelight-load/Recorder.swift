import Histogram
import NIOCore

/// What is timed, by name.
enum Step: String, Sendable {
    case request, claim, start, complete, cycle, pickup, frame, chunk, finalize, upload, lateness
}

/// Latencies and counts of what happens within a window of time.
final class Recorder {
    /// When it counts.
    let window: Range<NIODeadline>
    private var histograms: [Step: Histogram<UInt32>] = [:]
    private var finished = 0
    private var failures: [String: Int] = [:]
    private let processorAtStart: Double

    /// Five minutes, in nanoseconds; longer ones count as this.
    private static let longest: UInt64 = 300_000_000_000

    init(window: Range<NIODeadline>) {
        self.window = window
        processorAtStart = processorSeconds()
    }

    /// A latency; counts if it began within the window.
    func record(_ step: Step, from start: NIODeadline, to end: NIODeadline) {
        guard window.contains(start) else { return }
        let nanoseconds = UInt64(max((end - start).nanoseconds, 1))
        histograms[step, default: Histogram(highestTrackableValue: Self.longest)]
            .record(min(nanoseconds, Self.longest))
    }

    /// An operation that has ended well; counts if it ended within the window.
    func operationEnded(at end: NIODeadline) {
        if window.contains(end) { finished += 1 }
    }

    /// Something that went wrong, at any time.
    func fail(_ what: String, count: Int = 1) {
        failures[what, default: 0] += count
    }

    /// All of it.
    func outcome() -> Outcome {
        let seconds = Double((window.upperBound - window.lowerBound).nanoseconds) / 1e9
        return Outcome(
            operations: finished, seconds: seconds, rate: Double(finished) / seconds,
            steps: Dictionary(uniqueKeysWithValues: histograms.map { ($0.rawValue, Latencies($1)) }),
            failures: failures, generatorSeconds: processorSeconds() - processorAtStart)
    }
}

/// What a run found.
struct Outcome: Codable, Sendable {
    /// Operations that ended within the window, and how many that is a second.
    var operations: Int
    var seconds: Double
    var rate: Double
    /// Latencies by what was timed.
    var steps: [String: Latencies]
    /// What went wrong, and how often.
    var failures: [String: Int]
    /// Processor time that this program took itself, warm-up and all.
    var generatorSeconds: Double

    private enum CodingKeys: String, CodingKey {
        case operations, seconds, rate, steps, failures
        case generatorSeconds = "generator_seconds"
    }
}

/// A distribution of latencies, in microseconds.
struct Latencies: Codable, Sendable {
    var count: UInt64
    var p50: Double
    var p90: Double
    var p99: Double
    var p999: Double
    var max: Double
    var mean: Double

    init(_ histogram: Histogram<UInt32>) {
        func microseconds(_ percentile: Double) -> Double {
            Double(histogram.valueAtPercentile(percentile)) / 1000
        }
        count = histogram.totalCount
        p50 = microseconds(50)
        p90 = microseconds(90)
        p99 = microseconds(99)
        p999 = microseconds(99.9)
        max = Double(histogram.maxRecorded) / 1000
        mean = histogram.mean / 1000
    }
}
