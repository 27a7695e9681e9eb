public import Domain

extension LocalFolder {
    /// Reads the contents of listed files, by as many threads as help. Blocks its thread; the caller gives it one.
    ///
    /// `part` runs once on each thread and hands what it made of the files that it was given; every file is given to exactly one.
    /// Files that stand next to each other in the listing should do so here too: their folder is then opened once.
    /// `isCancelled` is asked every 256 files. A file that cannot be read is a `ReadFailure` of that file. Throws `ListingError`
    /// where the folder itself cannot be opened, is not there any more at the end, or the caller cancelled.
    public func read<Output: Sendable>(
        _ files: [Int], of table: FileTable, limit: Int = 16 << 20,
        isCancelled: @escaping @Sendable () -> Bool = { false }, part: @escaping @Sendable (FileReads) -> Output
    ) throws(ListingError) -> [Output] {
        try whileOpen { (root) throws(FolderWalk.Stop) in
            let work = FileReadWork(files: files, table: table, root: root, limit: limit, isCancelled: isCancelled)
            let outputs = Collected<Output>()
            let others = min(WorkerThread.usualCount, files.count / (2 * FileReadWork.blockSize) + 1) - 1
            let threads = (0..<others).compactMap { _ in
                WorkerThread { outputs.add(part(FileReads(work: work))) }
            }
            outputs.add(part(FileReads(work: work)))
            for thread in threads { thread.join() }
            if work.wasStopped { throw .cancelled }
            return outputs.values
        }
    }
}
