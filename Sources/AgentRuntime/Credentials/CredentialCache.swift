#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import Synchronization

/// The credentials of a running agent, read again only where the file is another one: a passphrase takes a while to try.
final class CredentialCache: Sendable {
    /// What tells one state of the file from another; each change puts a new file in place.
    private struct Mark: Hashable {
        let device, inode, size, seconds, nanoseconds, mode: Int64
    }

    private let store: CredentialStore
    private let last = Mutex<(mark: Mark?, held: HeldCredentials)?>(nil)

    init(_ store: CredentialStore) {
        self.store = store
    }

    /// What is kept now.
    func read() throws(AgentError) -> HeldCredentials {
        let mark = self.mark()
        if let known = last.withLock({ $0 }), known.mark == mark { return known.held }
        let held = try store.read()
        last.withLock { $0 = (mark, held) }
        return held
    }

    private func mark() -> Mark? {
        var status = stat()
        guard stat(store.file, &status) == 0 else { return nil }
        #if canImport(Darwin)
        let time = status.st_mtimespec
        #else
        let time = status.st_mtim
        #endif
        return Mark(
            device: Int64(status.st_dev), inode: Int64(status.st_ino), size: Int64(status.st_size),
            seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec), mode: Int64(status.st_mode))
    }
}
