#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What the operating system said when it refused something.
struct SystemFailure: Error, Hashable, CustomStringConvertible {
    /// The value of `errno`.
    let number: Int32
    /// What was tried, for example `write /home/a/config.yaml`.
    let action: String

    /// The last refusal on this thread.
    static func last(_ action: String) -> SystemFailure {
        SystemFailure(number: errno, action: action)
    }

    var description: String { "cannot \(action): \(reason)" }

    /// The system's own words.
    var reason: String { String(cString: strerror(number)) }

    /// Whether the thing is not there.
    var isMissing: Bool { number == ENOENT || number == ENOTDIR }
}
