import Domain
import Synchronization

/// One listing by several threads: what they have in common, and who of them works.
final class ListingWork: Sendable {
    let rules: SkipRules
    let shares = FolderShares()
    private let threadCount: Int
    private let isCancelled: @Sendable () -> Bool
    private let progress: @Sendable (ListingProgress) -> Void
    private let filesTold = Mutex(0)
    private let isShared = Atomic(false)
    private let threads = Mutex<[WorkerThread]>([])
    private let parts = Mutex<[ListingPart]>([])

    /// A listing that at most `threadCount` threads work on, the caller's among them.
    init(
        rules: SkipRules, threadCount: Int = WorkerThread.usualCount, isCancelled: @escaping @Sendable () -> Bool,
        progress: @escaping @Sendable (ListingProgress) -> Void
    ) {
        self.rules = rules
        self.threadCount = threadCount
        self.isCancelled = isCancelled
        self.progress = progress
    }

    /// Lists everything below an open folder, which it closes.
    func run(from start: Int32) throws(FolderWalk.Stop) -> FileListing {
        var walk = FolderWalk(self)
        do {
            try walk.run(from: start)
            try takeShares(&walk)
        } catch {
            shares.stop()
            joinOthers()
            throw error
        }
        joinOthers()
        if shares.isStopped { throw .cancelled }
        let listing = ListingPart.merged([walk.part] + parts.withLock { $0 }, rules: rules)
        progress(ListingProgress(filesScanned: listing.files.count, currentFolder: []))
        return listing
    }

    /// Throws where the caller or another thread wants to stop.
    func check() throws(FolderWalk.Stop) {
        if shares.isStopped || isCancelled() { throw .cancelled }
    }

    /// Counts so many more files, and tells of them; one thread at a time, so that the figure only grows.
    func tell(_ files: Int, in folder: ArraySlice<UInt8>) {
        filesTold.withLock { told in
            told += files
            progress(ListingProgress(filesScanned: told, currentFolder: Array(folder)))
        }
    }

    /// Starts the other threads, the first time that it is called: a small folder is sooner read than shared.
    func startOthers() {
        guard !isShared.load(ordering: .relaxed), !isShared.exchange(true, ordering: .relaxed) else { return }
        for _ in 1..<max(threadCount, 1) {
            shares.join()
            guard let thread = WorkerThread({ self.help() }) else { return shares.leave() }
            threads.withLock { $0.append(thread) }
        }
    }

    private func help() {
        var walk = FolderWalk(self)
        do {
            try takeShares(&walk)
            parts.withLock { $0.append(walk.part) }
        } catch {
            // The thread that began the listing sees that it was stopped, and says so.
            shares.stop()
        }
    }

    private func takeShares(_ walk: inout FolderWalk) throws(FolderWalk.Stop) {
        while let share = shares.take() { try walk.run(share) }
    }

    private func joinOthers() {
        for thread in threads.withLock({ $0 }) { thread.join() }
    }
}
