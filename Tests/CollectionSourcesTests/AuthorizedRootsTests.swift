import TestSupport
import Testing

@testable import CollectionSources

/// Nothing outside the authorised roots is read, whatever is asked for (SL-1).
@Suite(.proves("SL-1")) struct AuthorizedRootsTests {
    private let tree: RealTree

    init() throws {
        tree = try RealTree()
        try tree.folder("root")
        try tree.folder("root/photos")
        try tree.folder("root2")
        try tree.folder("outside")
        try tree.file("outside/secret.dng")
        try tree.file("root/file.dng")
    }

    private var roots: AuthorizedRoots { AuthorizedRoots([tree.path + "/root"]) }

    private func outside(_ path: String) -> ListingError {
        .outsideRoots(path: path, roots: roots.roots)
    }

    @Test func aRootAndWhatIsInItMayBeRead() throws {
        #expect(try roots.check(tree.path + "/root") == tree.path + "/root")
        #expect(try roots.check(tree.path + "/root/photos/") == tree.path + "/root/photos")
        #expect(try roots.check(tree.path + "/root//./photos") == tree.path + "/root/photos")
    }

    @Test(arguments: [
        "/outside", "/root2", "", "/root/photos/../../outside", "/root/../root/photos", "/nothing", "/ro",
    ])
    func anythingElseMayNot(rest: String) throws {
        #expect(throws: outside(tree.path + rest)) { try roots.check(tree.path + rest) }
    }

    @Test(arguments: ["", "root", "./root", "~", "/", "/etc", "/root/\u{0}"])
    func pathsThatAreNotAbsoluteOrLeadElsewhereMayNot(path: String) {
        #expect(throws: outside(path)) { try roots.check(path) }
    }

    @Test func linksAreResolvedBeforeTheyAreJudged() throws {
        try tree.link("root/out", to: tree.path + "/outside")
        try tree.link("root/up", to: "..")
        try tree.link("in", to: "root/photos")
        for rest in ["/root/out", "/root/up", "/root/up/outside"] {
            #expect(throws: outside(tree.path + rest)) { try roots.check(tree.path + rest) }
        }
        #expect(try roots.check(tree.path + "/in") == tree.path + "/root/photos")
    }

    @Test func whatIsMissingBehindALinkThatLeadsOutIsNotToldApart() throws {
        try tree.link("root/out", to: tree.path + "/outside")
        let path = tree.path + "/root/out/missing"
        #expect(throws: outside(path)) { try roots.check(path) }
    }

    @Test func aMissingFolderInsideARootIsStorageThatIsAway() throws {
        let path = tree.path + "/root/photos/2024"
        #expect(throws: ListingError.storageUnavailable(path: path, reason: "No such file or directory")) {
            try roots.check(path)
        }
    }

    @Test(.proves("EC-5")) func aRootThatIsGoneIsStorageThatIsAway() throws {
        let root = tree.path + "/disk"
        let path = root + "/photos"
        #expect(throws: ListingError.storageUnavailable(path: path, reason: "No such file or directory")) {
            try AuthorizedRoots([root]).check(path)
        }
    }

    @Test func aRootMayItselfBeALink() throws {
        try tree.link("linked", to: "root")
        let roots = AuthorizedRoots([tree.path + "/linked"])
        #expect(try roots.check(tree.path + "/linked/photos") == tree.path + "/root/photos")
    }

    @Test func withoutRootsNothingMayBeRead() {
        #expect(throws: ListingError.outsideRoots(path: tree.path, roots: [])) {
            try AuthorizedRoots([]).check(tree.path)
        }
        #expect(throws: ListingError.self) { try AuthorizedRoots(["root", ""]).check(tree.path) }
    }

    @Test func theWholeSystemMayBeARoot() throws {
        #expect(try AuthorizedRoots(["/"]).check(tree.path) == tree.path)
    }

    @Test func aFileIsNoFolder() {
        let path = tree.path + "/root/file.dng"
        #expect(throws: ListingError.notAFolder(path: path)) {
            _ = try LocalFolder(path: path, roots: roots).list()
        }
    }

    @Test func messagesSayWhatToDo() {
        let errors: [ListingError] = [
            .storageUnavailable(path: "/p", reason: "gone"), outside("/p"), .outsideRoots(path: "/p", roots: []),
            .notAFolder(path: "/p"), .permissionDenied(path: "/p"),
        ]
        for error in errors { #expect(error.message.contains("/p") && error.message.hasSuffix(".")) }
        #expect(outside("/p").message.contains(tree.path + "/root"))
        #expect(outside("/p").message.contains("roots add"))
    }
}
