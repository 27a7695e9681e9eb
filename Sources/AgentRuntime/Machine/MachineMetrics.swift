import Synchronization
import Wire

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads the machine's load for heartbeats. What a system does not tell is left out.
public final class MachineMetrics: Sendable {
    private let folder: String
    private let previous = Mutex<(busy: Int64, total: Int64)?>(nil)

    /// Metrics with the free space of the disk that holds a folder.
    public init(folder: String) {
        self.folder = folder
    }

    /// The load now; processor time counts from the reading before.
    public func read() -> AgentMetrics {
        AgentMetrics(cpuPercent: cpuPercent(), memoryPercent: memoryPercent(), diskFreeGb: Self.freeGB(at: folder))
    }

    private func cpuPercent() -> Double? {
        guard let line = Self.lines(of: "/proc/stat").first, let now = Self.cpuTimes(in: line) else { return nil }
        let before = previous.withLock { previous in
            defer { previous = now }
            return previous
        }
        let busy = now.busy - (before?.busy ?? 0)
        let total = now.total - (before?.total ?? 0)
        return total > 0 ? Self.rounded(Double(busy) * 100 / Double(total)) : nil
    }

    /// Ticks spent working, and all ticks. Source: proc(5), the line `cpu` of /proc/stat.
    static func cpuTimes(in line: String) -> (busy: Int64, total: Int64)? {
        let fields = line.split(separator: " ")
        guard fields.first == "cpu" else { return nil }
        let ticks = fields.dropFirst().prefix(8).compactMap { Int64($0) }
        guard ticks.count >= 5 else { return nil }
        let total = ticks.reduce(0, +)
        return (total - ticks[3] - ticks[4], total)
    }

    private func memoryPercent() -> Double? {
        Self.memoryPercent(in: Self.lines(of: "/proc/meminfo"))
    }

    static func memoryPercent(in lines: [String]) -> Double? {
        func value(_ name: String) -> Double? {
            lines.first { $0.hasPrefix(name + ":") }?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
        }
        guard let total = value("MemTotal"), let available = value("MemAvailable"), total > 0 else { return nil }
        return rounded((total - available) * 100 / total)
    }

    /// Free space for this user in GB (10⁹ bytes) on the disk that holds a path; nil where it cannot be told.
    public static func freeGB(at path: String) -> Double? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return rounded(Double(status.f_bavail) * Double(status.f_frsize) / 1_000_000_000)
    }

    private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

    private static func lines(of path: String) -> [String] {
        // `try?`: systems without /proc report less.
        guard let bytes = try? DurableFile.read(path) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
