public import Domain

/// The contents of listed files of a share, read one after another on the library's thread.
struct SMBReads {
    let session: SMBSession
    let files: [Int]
    let table: FileTable
    let limit: Int

    /// Hands the content of one file after another to the body.
    func forEach(
        _ body: (_ file: Int, _ bytes: Result<UnsafeBufferPointer<UInt8>, ReadFailure>) -> Void
    ) throws(SMBFailure) {
        for file in files {
            if session.isCancelled() { throw .cancelled }
            switch content(of: file) {
            case .success(let bytes): bytes.withUnsafeBufferPointer { body(file, .success($0)) }
            case .failure(let failure):
                if let gone = session.checkStillThere() { throw gone }
                body(file, .failure(failure))
            }
        }
        if let gone = session.checkStillThere() { throw gone }
    }

    private func content(of file: Int) -> Result<[UInt8], ReadFailure> {
        guard table.size(file) <= limit else { return .failure(.tooLarge(limit: limit)) }
        let path = table.path(file)
        guard !path.split(separator: slash).contains(where: { $0.elementsEqual("..".utf8) }) else {
            return .failure(.vanished)
        }
        do {
            let bytes = try session.context.content(of: session.whole(path), limit: limit)
            return bytes.count > limit ? .failure(.tooLarge(limit: limit)) : .success(bytes)
        } catch {
            return .failure(ReadFailure(onShare: error))
        }
    }
}

extension SMBShare {
    /// Reads the contents of files that were listed in a folder of the share. Blocks its thread; the caller gives it one.
    ///
    /// `part` runs once, unless there is no file, and hands what it made of them. A file that cannot be read is a `ReadFailure` of that file.
    /// Throws `ListingError` where the share cannot be opened, went away, or the caller cancelled.
    public func read<Output: Sendable>(
        _ files: [Int], of table: FileTable, in folder: String, limit: Int = 16 << 20,
        isCancelled: @escaping @Sendable () -> Bool = { false }, part: @escaping @Sendable (FileReads) -> Output
    ) throws(ListingError) -> [Output] {
        guard !files.isEmpty else { return [] }
        let outcome = SMBThread.shared.runAndWait {
            Result { () throws(SMBFailure) in
                try SMBSession.run(self, folder: folder, isCancelled: isCancelled) { (session) throws(SMBFailure) in
                    let reads = SMBReads(session: session, files: files, table: table, limit: limit)
                    let end = SMBReads.End()
                    let output = part(FileReads { end.note(reads, $0) })
                    if let failure = end.failure { throw failure }
                    return [output]
                }
            }
        }
        switch outcome {
        case .success(let outputs): return outputs
        case .failure(let failure): throw ListingError(failure)
        }
    }
}

extension SMBReads {
    /// How it ended, since whoever reads hears of files alone.
    fileprivate final class End {
        private(set) var failure: SMBFailure?

        func note(_ reads: SMBReads, _ body: FileReads.Body) {
            do throws(SMBFailure) {
                try reads.forEach(body)
            } catch {
                failure = error
            }
        }
    }
}
