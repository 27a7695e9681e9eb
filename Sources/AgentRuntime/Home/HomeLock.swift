#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Holds a home for one running agent. The system lets go of it when the process ends, however it ends.
public final class HomeLock: Sendable {
    private let file: Int32

    /// Takes the home.
    /// - Throws: `AgentError` `already_running` where another process holds it.
    public init(_ home: AgentHome) throws {
        try home.prepare()
        file = open(home.lockFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw AgentError(
                code: "home_unusable", message: "The agent's folder: \(SystemFailure.last("open \(home.lockFile)")).",
                exit: .cannotCreate)
        }
        // No close before the throw: an initialiser that throws here still runs `deinit`, and a second close would take away a
        // descriptor that another thread has just been given.
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            throw AgentError(
                code: "already_running",
                message: "Another agent already runs with \(home.path). Stop it, or give this one its own --home.",
                exit: .tryAgain)
        }
    }

    /// Whether a running agent holds the home now.
    public static func isHeld(_ home: AgentHome) -> Bool {
        let file = open(home.lockFile, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_EX | LOCK_NB) != 0
    }

    deinit {
        guard file >= 0 else { return }
        let result = close(file)
        assert(result == 0, "the lock file was closed before")
    }
}
