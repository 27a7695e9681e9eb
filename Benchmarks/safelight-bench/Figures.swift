import Domain

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What one measurement found: whole numbers by name, times in microseconds, memory in bytes.
struct Figures {
    private(set) var values: [String: Int] = [:]

    subscript(name: String) -> Int {
        get { values[name, default: 0] }
        set { values[name] = newValue }
    }

    /// Runs the body and notes how long it took.
    mutating func time<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
        let clock = ContinuousClock()
        let began = clock.now
        let result = try body()
        let (seconds, attoseconds) = (clock.now - began).components
        self[name] = Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
        return result
    }

    /// Notes the most memory that the process has held so far.
    mutating func notePeak(_ name: String) { self[name] = Figures.peakMemory }

    /// One object on one line.
    var json: String {
        var writer = JSONWriter()
        writer.object(of: values)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The kernel's own count on Linux, where the figure of `getrusage` still knows the program that started this one.
    private static var peakMemory: Int {
        #if os(Linux)
        let descriptor = open("/proc/self/status", O_RDONLY)
        defer { close(descriptor) }
        let status = [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
            count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
        }
        let lines = String(decoding: status, as: UTF8.self).split(separator: "\n")
        let words = lines.first { $0.hasPrefix("VmHWM:") }?.split(separator: " ") ?? []
        return words.count < 2 ? 0 : (Int(words[1].drop { !$0.isNumber }) ?? 0) * 1024
        #else
        var usage = rusage()
        getrusage(RUSAGE_SELF, &usage)
        return usage.ru_maxrss
        #endif
    }
}
