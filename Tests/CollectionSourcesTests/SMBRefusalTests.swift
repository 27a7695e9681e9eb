import Domain
import TestStores
import TestSupport
import Testing

@testable import CollectionSources

/// What is refused, and the words for it, on real servers.
@Suite(.timeLimit(.minutes(5)))
struct SMBRefusalTests {
    /// Something that is wrong, and what a test must say of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var kind = ShareServer.Kind.main
        var share = "photos"
        var folder = ""
        var user: String?
        var password: String?
        var requiresEncryption = false
        let reason: ConnectionTest.Reason
        let words: String
    }

    static let cases: [Case] = [
        Case(testDescription: "a wrong password", password: "wrong-word", reason: .wrongSecret, words: "Check both"),
        Case(testDescription: "an unknown user", user: "stranger", reason: .wrongSecret, words: "let stranger in"),
        Case(testDescription: "no share", share: "gone", reason: .noBucket, words: "no share gone"),
        Case(
            testDescription: "no share, with a folder", share: "gone", folder: "2004", reason: .noBucket,
            words: "no share gone"),
        Case(
            testDescription: "no rights", share: "private", reason: .accessDenied,
            words: "may not open //127.0.0.1/private"),
        Case(testDescription: "no folder", folder: "2004/gone", reason: .noFolder, words: "no folder 2004/gone"),
        Case(testDescription: "a file for a folder", folder: "a b+c.jpg", reason: .noFolder, words: "is not a folder"),
        Case(
            testDescription: "a folder without rights", folder: "locked", reason: .accessDenied,
            words: "the folder locked"),
        Case(
            testDescription: "a guest", kind: .guests, user: "stranger", reason: .wrongKey,
            words: "as a guest, which is refused"),
        Case(
            testDescription: "no encryption", kind: .clear, requiresEncryption: true, reason: .untrusted,
            words: "does not offer encryption"),
        Case(
            testDescription: "SMB 2 without encryption", kind: .second, requiresEncryption: true, reason: .untrusted,
            words: "does not offer encryption"),
        Case(testDescription: "SMB 1", kind: .old, reason: .badEndpoint, words: "does not speak SMB 2 or 3"),
    ]

    @Test("What is refused is told apart, with the mend, and without the password", arguments: cases)
    func refused(_ given: Case) async throws {
        let facts = try SMBFixture.facts
        let share = try SMBFixture.share(
            given.share, on: given.kind, requiresEncryption: given.requiresEncryption, user: given.user,
            password: given.password)
        let test = await share.test(folder: given.folder)
        let message = SMBFixture.message(test)
        #expect(SMBFixture.reason(test) == given.reason, "\(message)")
        #expect(message.contains(given.words), "\(message)")
        let secret = given.password ?? facts.password
        #expect(!message.contains(secret))
        let isDenied = [.wrongKey, .wrongSecret, .accessDenied].contains(given.reason)
        let expected: ListingError = isDenied ? .placeDenied(reason: message) : .placeUnavailable(reason: message)
        await #expect(throws: expected) { try await share.list(folder: given.folder) }
    }

    @Test("Machines that are not there")
    func unreachable() async throws {
        func test(_ server: String, _ port: UInt16) async throws -> ConnectionTest {
            try await SMBShare(
                server: server, share: "photos", port: port, requiresEncryption: false, username: "studio",
                password: "x"
            ).test(folder: "")
        }
        let unknown = try await test("no-such-machine.invalid", 445)
        #expect(SMBFixture.reason(unknown) == .unknownHost && unknown.failedStep == .resolves)
        let closed = try TCPSocket.listen()
        closed.socket.close()
        let refused = try await test("127.0.0.1", closed.port)
        #expect(
            SMBFixture.reason(refused) == .unreachable && SMBFixture.message(refused).contains("port \(closed.port)"))
    }

    @Test(
        "Servers that encrypt, or speak older versions, are read",
        arguments: [ShareServer.Kind.encrypted, .third, .main])
    func encrypted(_ kind: ShareServer.Kind) async throws {
        let expected = try SMBFixture.facts.files.keys.filter { $0.hasPrefix("2005/") }.count
        let listing = try await SMBFixture.share(on: kind, requiresEncryption: true).list(folder: "2005")
        #expect(listing.files.count == expected)
    }

    @Test(
        "What is offered is taken, and nothing more is asked",
        arguments: ShareServer.Kind.allCases.filter { $0 != .old })
    func offered(_ kind: ShareServer.Kind) async throws {
        #expect(try await SMBFixture.share(on: kind).test(folder: "2005").isPassed)
    }

    @Test("A library that would not encrypt is stopped before a name has gone by in clear")
    func inClear() async throws {
        // Whether it encrypts there depends on its version: it must do so, or nothing may be read.
        let test = try await SMBFixture.share(on: .unreferred, requiresEncryption: true).test(folder: "2005")
        #expect(test.isPassed || SMBFixture.reason(test) == .untrusted, "\(test)")
    }

    @Test("Names that none can have, and a missing library, are refused at once")
    func noShare() throws {
        func refusal(
            _ server: String = "nas", _ share: String = "photos", _ user: String = "u", _ password: String = "p",
            library: SMBLibrary? = .installed
        ) -> String? {
            do {
                _ = try SMBShare(
                    server: server, share: share, requiresEncryption: false, username: user, password: password,
                    library: library)
                return nil
            } catch {
                return error.message
            }
        }
        #expect(refusal() == nil && refusal("[fe80::1]") == nil)
        for server in ["", "nas/photos", "nas home", "\\\\nas"] {
            #expect(refusal(server)?.contains("name of a server") == true)
        }
        for share in ["", "photos/2004", "photos\\2004", "a\nb"] {
            #expect(refusal("nas", share)?.contains("name of a share") == true)
        }
        for (user, password) in [("", "p"), ("u", ""), (String(repeating: "u", count: 256), "p"), ("u", "p\0q")] {
            #expect(refusal("nas", "photos", user, password)?.contains("255 bytes") == true)
        }
        #expect(SMBLibrary(names: ["libsmbclient-that-is-not-there.so"]) == nil)
        // One that can be opened, and is another.
        #expect(SMBLibrary(names: ["libc.so.6"]) == nil)
        #expect(refusal(library: nil)?.contains("apt install libsmbclient") == true)
    }
}
