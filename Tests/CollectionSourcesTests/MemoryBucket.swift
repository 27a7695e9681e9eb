import S3
import Synchronization

@testable import CollectionSources

/// A bucket whose keys are known by their number, in order; it counts what it is asked.
final class MemoryBucket: BucketPages {
    struct Counts {
        var requests = 0
        var delimited = 0
        var running = 0
        var mostRunning = 0
    }

    let place = "mem://bucket"
    let counts = Mutex(Counts())
    private let count: Int
    private let pageSize: Int
    private let key: @Sendable (Int) -> [UInt8]
    /// What happens at a request, by its number from 1.
    private let onRequest: @Sendable (Int) async throws -> Void

    init(
        count: Int, pageSize: Int = 1000, onRequest: @escaping @Sendable (Int) async throws -> Void = { _ in },
        key: @escaping @Sendable (Int) -> [UInt8]
    ) {
        (self.count, self.pageSize, self.key, self.onRequest) = (count, pageSize, key, onRequest)
    }

    /// A bucket of a few keys.
    convenience init(
        _ keys: some Sequence<[UInt8]>, pageSize: Int = 1000,
        onRequest: @escaping @Sendable (Int) async throws -> Void = { _ in }
    ) {
        let sorted = Set(keys).sorted { $0.lexicographicallyPrecedes($1) }
        self.init(count: sorted.count, pageSize: pageSize, onRequest: onRequest) { sorted[$0] }
    }

    func page(_ query: ObjectQuery) async throws -> ObjectPage {
        let number = counts.withLock { counts in
            counts.requests += 1
            counts.running += 1
            if query.isDelimited { counts.delimited += 1 }
            counts.mostRunning = max(counts.mostRunning, counts.running)
            return counts.requests
        }
        defer { counts.withLock { $0.running -= 1 } }
        for _ in 0..<5 { await Task.yield() }
        try await onRequest(number)
        return found(query)
    }

    private func found(_ query: ObjectQuery) -> ObjectPage {
        let end = firstBehind(all: query.prefix)
        var next: Int
        switch query.start {
        case .beginning: next = first { !self.key($0).lexicographicallyPrecedes(query.prefix) }
        case .token(let token): next = Int(token) ?? 0
        case .after(let key):
            next = first { number in
                let found = self.key(number)
                return key.lexicographicallyPrecedes(found) && !found.lexicographicallyPrecedes(query.prefix)
            }
        }
        var page = ObjectPage()
        let limit = min(pageSize, query.limit ?? pageSize)
        while next < end, page.count + page.prefixes.count < limit {
            let found = key(next)
            if query.isDelimited, let slash = found[query.prefix.count...].firstIndex(of: slash) {
                page.prefixes.append(Array(found[...slash]))
                next = firstBehind(all: Array(found[...slash]))
            } else {
                page.append(found, size: Int64(found.count), modified: Int64(next))
                next += 1
            }
        }
        if next < end { page.next = .token("\(next)") }
        return page
    }

    /// The first key behind all that begin with a prefix.
    private func firstBehind(all prefix: [UInt8]) -> Int {
        first { number in
            let found = self.key(number)
            return prefix.lexicographicallyPrecedes(found) && !found.starts(with: prefix)
        }
    }

    /// The first number that a condition holds for, which holds for all behind it too.
    private func first(where holds: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
