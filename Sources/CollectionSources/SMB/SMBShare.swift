import Synchronization

/// A share of a file server, whose folders are listed as those of a disk are; nothing on it is ever changed. US-7.
public struct SMBShare: Sendable {
    /// Why a share cannot be asked at all, and what to do.
    public struct Refusal: Error, Hashable, Sendable {
        /// What is wrong, and what to do.
        public let message: String
    }

    /// The port that servers of shares have.
    public static let usualPort: UInt16 = 445

    let server: String
    let share: String
    let port: UInt16
    let requiresEncryption: Bool
    let account: SMBAccount
    let library: SMBLibrary

    /// A share by its server's name or address and its own name, and who signs in; `domain` is nil for an account of the server
    /// itself. Where encryption is not required it is used all the same where both sides can.
    /// - Throws: `Refusal` for names that none can have, and where libsmbclient is missing.
    public init(
        server: String, share: String, port: UInt16 = usualPort, requiresEncryption: Bool, username: String,
        password: String, domain: String? = nil, library: SMBLibrary? = .installed
    ) throws(Refusal) {
        guard let library else { throw Refusal(message: "SMB shares cannot be read yet. \(SMBLibrary.hint)") }
        let name = server.hasPrefix("[") && server.hasSuffix("]") ? String(server.dropFirst().dropLast()) : server
        guard !name.isEmpty, name.utf8.count < 254,
            name.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != slash && $0 != UInt8(ascii: "\\") })
        else { throw Refusal(message: "\u{201C}\(server)\u{201D} is no name of a server.") }
        guard !share.isEmpty, share.utf8.count <= 240,
            share.utf8.allSatisfy({ $0 >= 0x20 && $0 != slash && $0 != UInt8(ascii: "\\") })
        else {
            throw Refusal(
                message: "\u{201C}\(share)\u{201D} is no name of a share; the folder in it belongs to the collection.")
        }
        guard let account = SMBAccount(name: username, password: password, domain: domain) else {
            throw Refusal(
                message: "User, password and domain may have 255 bytes each, and user and password at least one.")
        }
        (self.server, self.share, self.port, self.requiresEncryption) = (name, share, port, requiresEncryption)
        (self.account, self.library) = (account, library)
    }

    /// The share, for messages.
    var shown: String { "//\(server)/\(share)" }

    /// Lists every file below a folder of the share, given as its path; an empty one is the whole share.
    ///
    /// Folders are read one at a time, each with the sizes and times of its files in it. Symbolic links that the server tells of are left
    /// out; those that it follows itself look like what they lead to, and are left out where they lead back up. `isCancelled` is
    /// asked at every folder, every 512 entries, and while the server keeps one waiting; `progress` hears of every 1,000 files
    /// and the end, with figures that only grow. A subfolder that cannot be read is a warning. Throws `ListingError` where the
    /// share or the folder cannot be listed, went away, or the caller or the task was cancelled.
    public func list(
        folder: String, skipping rules: SkipRules = .default, isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (ListingProgress) -> Void = { _ in }
    ) async throws(ListingError) -> FileListing {
        let outcome = await onThread(isCancelled) { isCancelled in
            Result { () throws(SMBFailure) in
                try SMBSession.run(self, folder: folder, isCancelled: isCancelled) { (session) throws(SMBFailure) in
                    try SMBWalk.list(session, rules, progress)
                }
            }
        }
        switch outcome {
        case .success(let listing): return listing
        case .failure(let failure): throw ListingError(failure)
        }
    }

    /// Tries whether a folder of the share can be listed; `rules` are those of the entries that it shows.
    public func test(folder: String, skipping rules: SkipRules = .default) async -> ConnectionTest {
        let outcome = await onThread({ false }) { isCancelled in
            Result { () throws(SMBFailure) in
                try SMBSession.run(self, folder: folder, isCancelled: isCancelled) { (session) throws(SMBFailure) in
                    try session.entries(skipping: rules)
                }
            }
        }
        switch outcome {
        case .success(let entries): return ConnectionTest(.passed(entries: entries))
        case .failure(let failure):
            return ConnectionTest(.failed(failure.reason ?? .unreachable, message: failure.message))
        }
    }

    /// Runs a body on the library's thread, and tells it when the task is cancelled.
    private func onThread<Value: Sendable>(
        _ isCancelled: @escaping @Sendable () -> Bool,
        _ body: @escaping @Sendable (@escaping @Sendable () -> Bool) -> Value
    ) async -> Value {
        let cancellation = Cancellation()
        return await withTaskCancellationHandler {
            await SMBThread.shared.run { body { cancellation.isWanted || isCancelled() } }
        } onCancel: {
            cancellation.want()
        }
    }
}

/// That a task was cancelled, for a thread that is none of its own.
private final class Cancellation: Sendable {
    private let wanted = Atomic(false)

    var isWanted: Bool { wanted.load(ordering: .relaxed) }

    func want() { wanted.store(true, ordering: .relaxed) }
}

extension SMBSession {
    /// The first names of the folder, folders and files in one order.
    fileprivate func entries(skipping rules: SkipRules) throws(SMBFailure) -> [[UInt8]] {
        var names: [[UInt8]] = []
        let failed = read([]) { (entry) throws(Never) in
            guard entry.kind != .link, SMBPath.isPlain(entry.name), !entry.name.elementsEqual(".".utf8),
                rules.match(entry.name) == nil
            else { return }
            names.append(Array(entry.name) + (entry.kind == .folder ? [slash] : []))
        }
        if let failed { throw failure(failed) }
        return names.sorted { $0.lexicographicallyPrecedes($1) }.prefix(ConnectionTest.shownEntries).map { $0 }
    }
}
