import Domain

/// One thread's part of the reading of listed files: which files it has is decided on the way.
public struct FileReads {
    /// What is done with a file, by its number in its table.
    public typealias Body = (_ file: Int, _ bytes: Result<UnsafeBufferPointer<UInt8>, ReadFailure>) -> Void

    private let run: (Body) -> Void

    init(_ run: @escaping (Body) -> Void) {
        self.run = run
    }

    /// Hands the content of one file after another to the body: the file's number in its table, and its bytes, which live for
    /// the call, or why there are none.
    public func forEach(_ body: Body) { run(body) }
}

extension FileReads {
    /// Files below an open folder of this machine.
    init(work: FileReadWork) {
        self.init { body in
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
}
