#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Holds a data directory for one process that does something of which there may be one only. The system lets go of it when the
/// process ends, however it ends.
final class DataDirectoryLock: Sendable {
    /// What it is held for.
    enum Purpose: String, Sendable {
        /// Serving: held claims, sockets and wake-ups live in one process's memory. Commands work beside it.
        case server = "server.lock"
        /// Rotating the master key: of two new keys one would be lost.
        case rotation = "rotation.lock"

        fileprivate func refusal(_ path: String) -> String {
            switch self {
            case .server: "Another server runs on \(path). Stop it, or give this one its own --data-dir."
            case .rotation: "Another safelight key rotate works on \(path). Run this again when it has ended."
            }
        }
    }

    private let file: Int32

    /// Takes the directory, which must exist.
    /// - Throws: `CommandFailure` with exit code 75 where another process holds it for the same.
    init(path: String, for purpose: Purpose = .server) throws {
        file = open("\(path)/\(purpose.rawValue)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw CommandFailure(
                .cannotCreate, "\(path)/\(purpose.rawValue) cannot be made: \(String(cString: strerror(errno))).")
        }
        // No close before the throw: an initialiser that throws here still runs `deinit`, and a second close would take away a
        // descriptor that another thread has just been given.
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            throw CommandFailure(.tryAgain, purpose.refusal(path))
        }
    }

    deinit {
        guard file >= 0 else { return }
        let result = close(file)
        assert(result == 0, "the lock file was closed before")
    }
}
