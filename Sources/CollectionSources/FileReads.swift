import Domain
import Synchronization

/// One thread's part of the reading of listed files: which files it has is decided on the way.
public struct FileReads: Sendable {
    let work: FileReadWork

    /// Hands the content of one file after another to the body: the file's number in its table, and its bytes, which live for
    /// the call, or why there are none.
    public func forEach(_ body: (_ file: Int, _ bytes: Result<UnsafeBufferPointer<UInt8>, ReadFailure>) -> Void) {
        var reader = OpenFileReader(root: work.root, limit: work.limit)
        defer { reader.close() }
        while let block = work.nextBlock() {
            for file in work.files[block] {
                let folder = reader.enter(work.table.folder(file), of: work.table)
                work.table.withName(file) { name in
                    body(file, folder.flatMap { reader.read(name, in: $0) })
                }
            }
        }
    }
}

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
