#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Holds a data directory for one serving process: held claims, sockets and wake-ups live in one process's memory. The system
/// lets go of it when the process ends, however it ends. Commands work beside a server and do not take it.
final class DataDirectoryLock: Sendable {
    private let file: Int32

    /// Takes the directory, which must exist.
    /// - Throws: `CommandFailure` with exit code 75 where another server holds it.
    init(path: String) throws {
        file = open(path + "/server.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw CommandFailure(
                .cannotCreate, "\(path)/server.lock cannot be made: \(String(cString: strerror(errno))).")
        }
        // No close before the throw: an initialiser that throws here still runs `deinit`, and a second close would take away a
        // descriptor that another thread has just been given.
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            throw CommandFailure(
                .tryAgain, "Another server runs on \(path). Stop it, or give this one its own --data-dir.")
        }
    }

    deinit {
        guard file >= 0 else { return }
        let result = close(file)
        assert(result == 0, "the lock file was closed before")
    }
}
