import Domain
import Synchronization

/// What the threads that read have in common.
final class FileReadWork: Sendable {
    let files: [Int]
    let table: FileTable
    /// The collection's folder, which the caller closes.
    let root: Int32
    let limit: Int
    private let isCancelled: @Sendable () -> Bool
    private let next = Atomic(0)
    private let stopped = Atomic(false)

    /// So many files are taken at once: mostly those of one folder.
    static let blockSize = 256

    init(files: [Int], table: FileTable, root: Int32, limit: Int, isCancelled: @escaping @Sendable () -> Bool) {
        self.files = files
        self.table = table
        self.root = root
        self.limit = limit
        self.isCancelled = isCancelled
    }

    /// Whether the caller stopped it.
    var wasStopped: Bool { stopped.load(ordering: .relaxed) }

    /// The next files that nobody has taken yet; nil when there are none, or when the caller stopped it.
    func nextBlock() -> Range<Int>? {
        if isCancelled() { stopped.store(true, ordering: .relaxed) }
        if wasStopped { return nil }
        let start = next.wrappingAdd(Self.blockSize, ordering: .relaxed).oldValue
        return start < files.count ? start..<min(start + Self.blockSize, files.count) : nil
    }
}
