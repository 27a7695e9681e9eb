import Synchronization
import TestSupport
import Testing

@testable import CollectionSources

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Trees with links, without permission, and trees that change while they are listed.
@Suite struct HostileTreeTests {
    private let tree: RealTree

    init() throws {
        tree = try RealTree()
        try tree.folder("outside")
        try tree.file("outside/secret.dng")
        try tree.folder("root")
        try tree.file("root/a.dng")
        try tree.folder("root/sub")
        try tree.file("root/sub/b.dng")
    }

    private var root: String { tree.path + "/root" }

    private func list(isCancelled: @escaping @Sendable () -> Bool = { false }) throws(ListingError) -> FileListing {
        try LocalFolder(path: root, roots: AuthorizedRoots([root])).list(isCancelled: isCancelled)
    }

    @Test(.proves("SL-1")) func linksAreNeverFollowed() throws {
        try tree.link("root/out", to: "../outside")
        try tree.link("root/loop", to: ".")
        try tree.link("root/sub/up", to: "..")
        try tree.link("root/secret.dng", to: "../outside/secret.dng")
        try tree.link("root/broken", to: "nowhere")
        let listing = try list()
        #expect(listing.paths == ["a.dng", "sub/b.dng"])
        #expect(listing.skipped == ["symbolic links": 5])
    }

    @Test(.proves("SL-1")) func aFolderThatBecomesALinkInMidScanIsNotEntered() throws {
        let listing = try listWhileSubfoldersChange { sub, away, outside in
            rename(sub, away) == 0 && symlink(outside, sub) == 0
        }
        #expect(listing.warnings.map(\.errorType) == ["changed"])
    }

    @Test func aFolderThatVanishesInMidScanIsAWarning() throws {
        let listing = try listWhileSubfoldersChange { sub, away, _ in rename(sub, away) == 0 }
        #expect(listing.warnings.map(\.errorType) == ["vanished"])
    }

    @Test func aFolderThatBecomesAFileInMidScanIsAWarning() throws {
        let listing = try listWhileSubfoldersChange { sub, away, _ in
            rename(sub, away) == 0 && mknod(sub, S_IFREG | 0o644, 0) == 0
        }
        #expect(listing.warnings.map(\.errorType) == ["changed"])
    }

    /// Lists a root with two subfolders, and changes both at the moment when the first of them has been opened: that one is read
    /// on through its descriptor, the other one is met changed.
    private func listWhileSubfoldersChange(
        _ change: @escaping @Sendable (_ sub: String, _ away: String, _ outside: String) -> Bool
    ) throws -> FileListing {
        try tree.folder("root/sub2")
        try tree.file("root/sub2/c.dng")
        let asked = Counter()
        let changed = Mutex(false)
        let (root, base) = (root, tree.path)
        let listing = try list(isCancelled: {
            if asked.increment() == 2 {
                let done = ["sub", "sub2"].map { change("\(root)/\($0)", "\(base)/\($0)", "\(base)/outside") }
                changed.withLock { $0 = done == [true, true] }
            }
            return false
        })
        #expect(changed.withLock { $0 })
        #expect(listing.paths == ["a.dng", "sub/b.dng"] || listing.paths == ["a.dng", "sub2/c.dng"])
        return listing
    }

    @Test(.proves("EC-5")) func aRootThatVanishesInMidScanIsStorageThatWentAway() throws {
        let asked = Counter()
        let (root, away) = (root, tree.path + "/away")
        #expect {
            try list(isCancelled: {
                if asked.increment() == 2 { _ = rename(root, away) }
                return false
            })
        } throws: { error in
            guard case .storageUnavailable(root, _)? = error as? ListingError else { return false }
            return true
        }
    }

    @Test(.proves("EC-5")) func aRootThatIsReplacedInMidScanIsStorageThatWentAway() throws {
        let asked = Counter()
        let (root, away) = (root, tree.path + "/away")
        #expect(throws: ListingError.self) {
            try list(isCancelled: {
                if asked.increment() == 2, rename(root, away) == 0 { _ = mkdir(root, 0o755) }
                return false
            })
        }
    }

    @Test func anUnreadableFolderIsAWarningAndTheRestIsListed() throws {
        try tree.folder("root/locked")
        try tree.file("root/locked/c.dng")
        try RealTree.check(chmod(root + "/locked", 0))
        defer { chmod(root + "/locked", 0o755) }
        let listing = try asOrdinaryUser { try list() }
        #expect(listing.paths == ["a.dng", "sub/b.dng"])
        #expect(listing.warnings.map(\.errorType) == ["permission_denied"])
        #expect(listing.warnings.map(\.path) == [Array("locked".utf8)])
        #expect(listing.warnings.first?.message.contains("locked") == true)
    }

    @Test func aFolderWhoseEntriesMayNotBeExaminedIsAWarning() throws {
        try RealTree.check(chmod(root + "/sub", 0o444))
        defer { chmod(root + "/sub", 0o755) }
        let listing = try asOrdinaryUser { try list() }
        #expect(listing.paths == ["a.dng"])
        #expect(listing.warnings.map(\.errorType) == ["permission_denied"])
    }

    @Test func anUnreadableRootIsAnError() throws {
        try RealTree.check(chmod(root, 0))
        defer { chmod(root, 0o755) }
        #expect(throws: ListingError.permissionDenied(path: root)) {
            try asOrdinaryUser { try list() }
        }
    }

    /// Runs a body with an ordinary user's access to files, also where the tests run as root. The file system user of Linux
    /// belongs to the thread alone, and giving up root's takes root's privileges over files away with it.
    private func asOrdinaryUser<Result>(_ body: () throws -> Result) throws -> Result {
        guard geteuid() == 0 else { return try body() }
        #if os(Linux)
        typealias SetFileSystemUser = @convention(c) (uid_t) -> Int32
        let symbol = try #require(dlsym(nil, "setfsuid"))
        let setFileSystemUser = unsafeBitCast(symbol, to: SetFileSystemUser.self)
        _ = setFileSystemUser(65534)
        defer { _ = setFileSystemUser(0) }
        #endif
        return try body()
    }
}
