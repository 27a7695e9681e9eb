import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Where the threads of one listing meet: those without work wait here for shares of the others' work.
///
/// The work is done when everybody waits, or when somebody stops it.
// Unchecked: the pointers are set once, and everything else is only touched while the lock is held or is atomic.
final class FolderShares: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let wanted = Atomic(0)
    private let stopped = Atomic(false)
    private var offers: [FolderShare] = []
    private var workers = 1
    private var waiting = 0
    private var isDone = false

    /// A meeting place of one worker; others join.
    init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(change, nil)
    }

    deinit {
        for offer in offers { FileSystem.closeDescriptor(offer.folder) }
        pthread_cond_destroy(change)
        pthread_mutex_destroy(lock)
        change.deallocate()
        lock.deallocate()
    }

    /// Whether a worker waits for whom no offer is there yet. May be asked often.
    var isWanted: Bool { wanted.load(ordering: .relaxed) > 0 }

    /// Whether everybody is to stop. May be asked often.
    var isStopped: Bool { stopped.load(ordering: .relaxed) }

    /// Counts one more worker, before it takes its first share.
    func join() {
        whileLocked { workers += 1 }
    }

    /// Counts a worker out again that could not be started.
    func leave() {
        whileLocked { workers -= 1 }
    }

    /// Leaves a share to whoever waits.
    func offer(_ share: FolderShare) {
        whileLocked {
            offers.append(share)
            noteWanted()
            pthread_cond_signal(change)
        }
    }

    /// Waits for a share; nil when there will be none any more.
    func take() -> FolderShare? {
        whileLocked {
            waiting += 1
            noteWanted()
            while offers.isEmpty, !isDone {
                if waiting == workers || isStopped {
                    end()
                } else {
                    pthread_cond_wait(change, lock)
                }
            }
            guard !isStopped, let share = offers.popLast() else { return nil }
            waiting -= 1
            noteWanted()
            return share
        }
    }

    /// Makes everybody stop as soon as they notice.
    func stop() {
        stopped.store(true, ordering: .relaxed)
        whileLocked { end() }
    }

    private func end() {
        isDone = true
        pthread_cond_broadcast(change)
    }

    private func noteWanted() {
        wanted.store(waiting - offers.count, ordering: .relaxed)
    }

    private func whileLocked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }
}
