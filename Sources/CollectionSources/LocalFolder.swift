/// A folder of this machine, listed by descriptors from an authorised root down.
///
/// No step below the root goes through a symbolic link, so a tree that changes while it is listed cannot lead outside (SL-1).
public struct LocalFolder: Sendable {
    private let path: String
    private let roots: AuthorizedRoots
    private let rules: SkipRules
    /// The folder's bytes, where no roots are asked.
    private let trusted: [UInt8]?

    /// A folder by its absolute path, the roots that it must be inside of, and the names to leave out.
    public init(path: String, roots: AuthorizedRoots, skipping rules: SkipRules = .default) {
        self.path = path
        self.roots = roots
        self.rules = rules
        trusted = nil
    }

    /// A folder that the user of this machine named, by its canonical path as the system has it: it is its own root.
    public init(trusted canonicalPath: [UInt8], shown: String, skipping rules: SkipRules = .default) {
        path = shown
        roots = AuthorizedRoots([shown])
        self.rules = rules
        trusted = canonicalPath
    }

    /// Lists every regular file below the folder. Blocks its thread; the caller gives it one.
    ///
    /// A large folder is listed by several threads. `isCancelled` is asked at every folder and every 512 entries, by any of
    /// them; `progress` hears of every 1,000 files and the end, from one thread at a time and with figures that only grow.
    /// A subfolder that cannot be read is a warning. Throws `ListingError` where the folder itself cannot be listed, is not
    /// there any more at the end, or the caller cancelled.
    public func list(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (ListingProgress) -> Void = { _ in }
    ) throws(ListingError) -> FileListing {
        try whileOpen { (root) throws(FolderWalk.Stop) in
            guard let start = FileSystem.duplicate(root) else { throw .startUnreadable(FileSystem.Failure.latest) }
            return try ListingWork(rules: rules, isCancelled: isCancelled, progress: progress).run(from: start)
        }
    }

    /// Opens the folder, runs the body, and sees that it is still the same one at the end. The body throws what stopped it.
    func whileOpen<Result>(_ body: (Int32) throws(FolderWalk.Stop) -> Result) throws(ListingError) -> Result {
        let place = try resolve()
        let root = try open(place)
        defer { FileSystem.closeDescriptor(root) }
        let result: Result
        let identity: FileSystem.Identity
        do throws(FolderWalk.Stop) {
            identity = try startIdentity(root)
            result = try body(root)
        } catch {
            switch error {
            case .cancelled: throw .cancelled
            case .startUnreadable(let failure): throw mapped(failure)
            }
        }
        try checkStillThere(place, identity)
        return result
    }

    private func startIdentity(_ root: Int32) throws(FolderWalk.Stop) -> FileSystem.Identity {
        do {
            return try FileSystem.identity(of: root)
        } catch {
            throw .startUnreadable(error)
        }
    }

    private func resolve() throws(ListingError) -> AuthorizedRoots.Place {
        if let trusted { return AuthorizedRoots.Place(root: trusted, names: []) }
        return try roots.resolve(path)
    }

    private func open(_ place: AuthorizedRoots.Place) throws(ListingError) -> Int32 {
        do {
            return try FileSystem.openPath(place.names, from: try FileSystem.openRoot(place.root))
        } catch {
            throw mapped(error)
        }
    }

    private func mapped(_ failure: FileSystem.Failure) -> ListingError {
        switch failure.code {
        case Codes.accessDenied, Codes.notPermitted: .permissionDenied(path: path)
        case Codes.notADirectory: .notAFolder(path: path)
        case Codes.isALink: .outsideRoots(path: path, roots: roots.roots)
        default: .storageUnavailable(path: path, reason: failure.reason)
        }
    }

    /// A disk that went away leaves an empty or a different folder behind: what was listed then is not the collection.
    private func checkStillThere(
        _ place: AuthorizedRoots.Place, _ identity: FileSystem.Identity
    ) throws(ListingError) {
        let gone = ListingError.storageUnavailable(path: path, reason: "it went away while it was being listed")
        do {
            let again = try open(place)
            defer { FileSystem.closeDescriptor(again) }
            guard try FileSystem.identity(of: again) == identity else { throw gone }
        } catch {
            throw gone
        }
    }
}
