import Domain
import S3
import Synchronization

/// The listing of a bucket's folder, by several requests at once where it is large.
///
/// It begins as one list, page after page, so that a small folder costs no request more than it has pages. A list that goes on
/// is taken apart at its folders: one request finds those that are still to come, and each part is then a list of its own, from
/// one folder to another. Whoever is done takes half of what another part still has.
final class BucketListing: Sendable {
    enum Stop: Error {
        case cancelled
        case disorder
        case failed(PlaceFailure)
    }

    /// So many requests are under way at once.
    static let usualWidth = 8

    private let bucket: any BucketPages
    private let folder: BucketFolder
    private let rules: SkipRules
    private let width: Int
    private let isCancelled: @Sendable () -> Bool
    private let progress: @Sendable (ListingProgress) -> Void
    private let files: Mutex<BucketFiles>
    private let filesTold = Mutex(0)
    /// How many more requests could be under way.
    private let idle = Mutex(0)
    private let isStopped = Atomic(false)

    /// A listing with at most `width` requests at once.
    init(
        _ bucket: any BucketPages, _ folder: BucketFolder, skipping rules: SkipRules, width: Int = usualWidth,
        isCancelled: @escaping @Sendable () -> Bool, progress: @escaping @Sendable (ListingProgress) -> Void
    ) {
        (self.bucket, self.folder, self.rules, self.width) = (bucket, folder, rules, width)
        (self.isCancelled, self.progress) = (isCancelled, progress)
        files = Mutex(BucketFiles(prefix: folder.prefix, rules: rules, isUnordered: false))
    }

    /// Lists all that is there.
    func run() async throws(ListingError) -> FileListing {
        do throws(Stop) {
            do throws(Stop) {
                try await list()
            } catch .disorder {
                // Once more, as one list in whatever order.
                files.withLock { $0 = BucketFiles(prefix: folder.prefix, rules: rules, isUnordered: true) }
                isStopped.store(false, ordering: .relaxed)
                try await list()
            }
            return try finished()
        } catch {
            switch error {
            case .failed(let failure): throw ListingError(failure)
            case .cancelled, .disorder: throw .cancelled
            }
        }
    }

    private func finished() throws(Stop) -> FileListing {
        try check()
        let files = files.withLock { found in
            defer { found = BucketFiles(prefix: [], rules: rules, isUnordered: false) }
            return found
        }
        guard files.hasKeys || folder.prefix.isEmpty else { throw .failed(folder.missing(in: bucket)) }
        var listing = FileListing(files: files.table)
        for (pattern, count) in zip(rules.patterns, files.skipCounts) where count > 0 {
            listing.skipped[pattern] = count
        }
        progress(ListingProgress(filesScanned: listing.files.count, currentFolder: []))
        return listing
    }

    /// Reads all parts of the list, at most `width` at once.
    private func list() async throws(Stop) {
        let stop = await withTaskGroup(of: Result<[KeyRange], Stop>.self) { group in
            var waiting = [KeyRange()]
            var running = 0
            var stop: Stop?
            while true {
                while running < width, let range = waiting.popLast() {
                    group.addTask { await self.follow(range) }
                    running += 1
                }
                idle.withLock { $0 = width - running }
                guard let result = await group.next() else { return stop }
                running -= 1
                switch result {
                case .success(let parts): if stop == nil { waiting += parts }
                case .failure(let reason):
                    stop = stop ?? reason
                    waiting = []
                    isStopped.store(true, ordering: .relaxed)
                    group.cancelAll()
                }
            }
        }
        if let stop { throw stop }
    }

    /// Reads a part to its end, or until it is taken apart; returns the parts that are left to read.
    private func follow(_ range: KeyRange) async -> Result<[KeyRange], Stop> {
        var range = range
        do throws(Stop) {
            while true {
                let page = try await page(ObjectQuery(prefix: folder.prefix, start: range.start))
                guard try take(page, &range) else { return .success([]) }
                let parts = try await split(&range)
                if !parts.isEmpty { return .success(parts + [range]) }
            }
        } catch {
            return .failure(error)
        }
    }

    private func check() throws(Stop) {
        if isStopped.load(ordering: .relaxed) || Task.isCancelled || isCancelled() { throw .cancelled }
    }

    private func page(_ query: ObjectQuery) async throws(Stop) -> ObjectPage {
        try check()
        do {
            return try await bucket.page(query)
        } catch let failure as PlaceFailure {
            throw .failed(failure)
        } catch {
            throw .cancelled
        }
    }

    /// Puts a page into the table. Returns whether the part goes on.
    private func take(_ page: ObjectPage, _ range: inout KeyRange) throws(Stop) -> Bool {
        let (reachesEnd, isUnordered): (Bool, Bool)
        do {
            (reachesEnd, isUnordered) = try files.withLock { files in
                let before = files.table.count
                let reachesEnd = try files.take(page, of: &range)
                if files.table.count > before { tell(files.table.count, in: range.trail.path.dropLast()) }
                return (reachesEnd, files.isUnordered)
            }
        } catch let failure as PlaceFailure {
            throw .failed(failure)
        } catch {
            throw .disorder
        }
        guard !reachesEnd, let next = page.next else { return false }
        guard range.goOn(to: next, isUnordered: isUnordered) else {
            throw .failed(
                PlaceFailure(
                    .refused,
                    "The list of \(folder.shown(in: bucket)) goes in circles: the store does not go on from "
                        + "one page to the next. Check that it knows ListObjectsV2."))
        }
        return true
    }

    /// Tells of so many files, unless more have been told of; under the lock of the table, so that the figure only grows.
    private func tell(_ count: Int, in path: ArraySlice<UInt8>) {
        filesTold.withLock { told in
            guard count > told else { return }
            told = count
            progress(ListingProgress(filesScanned: count, currentFolder: Array(path)))
        }
    }

    /// Takes a part apart if somebody could read the rest of it; empty where nobody could, or where it is one folder.
    private func split(_ range: inout KeyRange) async throws(Stop) -> [KeyRange] {
        guard range.patience <= 0, files.withLock({ !$0.isUnordered }) else { return [] }
        let helpers = idle.withLock { idle in
            defer { idle = 0 }
            return idle
        }
        guard helpers > 0 else { return [] }
        var parts = range.split(into: helpers)
        if parts.isEmpty {
            try await findFolders(in: &range)
            parts = range.split(into: helpers)
        }
        guard !parts.isEmpty else {
            range.waitLonger()
            idle.withLock { $0 = max($0, helpers) }
            return []
        }
        files.withLock { files in
            for part in parts { files.share(foldersAbove: part.last, range.trail) }
        }
        return parts
    }

    /// Asks for the folders that are still to come, from the top down: a level often has one folder only.
    private func findFolders(in range: inout KeyRange) async throws(Stop) {
        for level in range.levels(below: folder.prefix) {
            let page = try await page(ObjectQuery(prefix: level, isDelimited: true, start: .after(range.last)))
            let found = page.prefixes.sorted { $0.lexicographicallyPrecedes($1) }
            let ahead = found.filter { folder in
                folder.starts(with: level) && range.holds(folder) && files.withLock { !$0.isSkipped(folder) }
            }
            let areAll =
                page.next == nil
                || found.last.map { !range.holds($0) && range.last.lexicographicallyPrecedes($0) } == true
            if !ahead.isEmpty { return range.expect(ahead, areAll: areAll) }
            if areAll { range.exhausted = level.count }
        }
    }
}
