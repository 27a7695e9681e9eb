import Testing

@testable import CollectionSources

/// What may go by between the library and a server, and what is learnt from it.
@Suite struct SMBFramesTests {
    /// A message of SMB 2 with its header, as far as it matters here.
    private static func message(_ command: UInt16, status: UInt32 = 0, next: UInt32 = 0, body: [UInt8] = []) -> [UInt8]
    {
        var bytes: [UInt8] = [0xFE, 0x53, 0x4D, 0x42] + [UInt8](repeating: 0, count: 60)
        bytes.replaceSubrange(8..<12, with: little(status))
        bytes.replaceSubrange(12..<14, with: little(command))
        bytes.replaceSubrange(20..<24, with: little(next))
        return bytes + body
    }

    private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func framed(_ message: [UInt8]) -> [UInt8] { little(UInt32(message.count)).reversed() + message }

    private static func treeConnect(_ path: String) -> [UInt8] {
        let text = path.utf16.flatMap { little($0) }
        return message(3, body: [9, 0, 0, 0] + little(UInt16(72)) + little(UInt16(text.count)) + text)
    }

    private static let sealed: [UInt8] = [0xFD, 0x53, 0x4D, 0x42] + [UInt8](repeating: 7, count: 80)

    private static func cut(
        _ message: [UInt8], _ direction: SMBFrames.Direction = .toServer, requiresEncryption: Bool = true
    ) -> SMBSighting.Cut? {
        var frames = SMBFrames(direction, requiresEncryption: requiresEncryption, SMBSighting())
        do throws(SMBSighting.Cut) {
            _ = try frames.take(framed(message))
            return nil
        } catch {
            return error
        }
    }

    @Test func onlyWhatSaysNothingGoesByInClearWhereEncryptionIsRequired() {
        let harmless = [
            Self.message(0), Self.message(1), Self.message(13), Self.treeConnect("\\\\127.0.0.1\\IPC$"), Self.sealed,
            Self.message(11, body: [57, 0, 0, 0] + Self.little(UInt32(0x0014_0204))),
        ]
        for message in harmless { #expect(Self.cut(message) == nil) }
        let telling = [
            Self.treeConnect("\\\\127.0.0.1\\photos"), Self.treeConnect("\\\\127.0.0.1\\NOT-IPC$"), Self.message(3),
            Self.message(5),
            Self.message(8), Self.message(14), Self.message(16), Self.message(11, body: [57, 0, 0, 0, 1, 2, 3, 4]),
        ]
        for message in telling {
            #expect(Self.cut(message) == .inClear)
            #expect(Self.cut(message, requiresEncryption: false) == nil)
        }
        #expect(Self.cut(Self.message(14), .fromServer) == .inClear)
        #expect(Self.cut(Self.message(3), .fromServer) == nil)
    }

    @Test func whatComesBehindAnotherMessageIsLookedAtToo() {
        let both = Self.message(13, next: 64) + Self.message(5)
        #expect(Self.cut(both) == .inClear)
        #expect(Self.cut(Self.message(13, next: 64) + Self.message(13)) == nil)
        // One that points to itself, or out of the message.
        #expect(Self.cut(Self.message(13, next: 8)) == nil && Self.cut(Self.message(13, next: 4000)) == nil)
        #expect(Self.cut(Self.message(13, next: .max)) == nil)
    }

    @Test func whatIsNotSMB2IsCutOff() {
        let old: [UInt8] = [0xFF, 0x53, 0x4D, 0x42] + [UInt8](repeating: 0, count: 60)
        for message in [old, Array("GET / HTTP/1.1\r\n\r\n".utf8), [], Array(Self.message(0).prefix(40))] {
            #expect(Self.cut(message, requiresEncryption: false) == .notSMB2)
        }
        var frames = SMBFrames(.fromServer, requiresEncryption: false, SMBSighting())
        #expect(throws: SMBSighting.Cut.notSMB2) { try frames.take(Array("HTTP/1.1 400 Bad Request".utf8)) }
    }

    @Test func messagesGoOnWholeHoweverTheyCome() throws {
        let all = Self.framed(Self.message(0)) + Self.framed(Self.sealed) + Self.framed(Self.message(1))
        for size in [1, 3, 4, 67, 68, 69, all.count] {
            var frames = SMBFrames(.toServer, requiresEncryption: true, SMBSighting())
            var passed: [UInt8] = []
            for start in stride(from: 0, to: all.count, by: size) {
                passed += try frames.take(all[start..<min(start + size, all.count)])
            }
            #expect(passed == all)
        }
        var frames = SMBFrames(.toServer, requiresEncryption: true, SMBSighting())
        #expect(try frames.take(Self.framed(Self.sealed).dropLast()).isEmpty)
    }

    @Test func howASignInEndedIsLearnt() throws {
        let sighting = SMBSighting()
        var frames = SMBFrames(.fromServer, requiresEncryption: false, sighting)
        _ = try frames.take(Self.framed(Self.message(1, status: 0xC000_0016, body: [9, 0, 0, 0])))
        #expect(sighting.refusal == nil && !sighting.wasLetIn)
        _ = try frames.take(Self.framed(Self.message(1, status: 0xC000_006D, body: [9, 0, 0, 0])))
        #expect(sighting.refusal == 0xC000_006D)
        _ = try frames.take(Self.framed(Self.message(1, body: [9, 0, 4, 0])))
        #expect(sighting.refusal == nil && sighting.wasLetIn)
        for flags: UInt8 in [1, 2, 5] {
            #expect(throws: SMBSighting.Cut.guest) {
                try frames.take(Self.framed(Self.message(1, body: [9, 0, flags, 0])))
            }
        }
        #expect(throws: SMBSighting.Cut.guest) { try frames.take(Self.framed(Self.message(1))) }
    }

    @Test func greetingsAreUnderstood() {
        func answer(_ dialect: UInt16, capabilities: UInt32 = 0, contexts: [UInt8] = [], count: UInt16 = 0)
            -> ArraySlice<UInt8>
        {
            let body =
                Self.little(UInt16(65)) + [1, 0] + Self.little(dialect) + Self.little(count)
                + [UInt8](repeating: 0, count: 16)
                + Self.little(capabilities) + [UInt8](repeating: 0, count: 32) + Self.little(UInt32(128))
            return Self.message(0, body: body + contexts)[...]
        }
        let integrity: [UInt8] = [1, 0, 6, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]
        let cipher: [UInt8] = [2, 0, 4, 0, 0, 0, 0, 0, 1, 0, 2, 0]
        #expect(SMBGreeting(answer: answer(0x0311, contexts: integrity + cipher, count: 2))?.encrypts == true)
        #expect(SMBGreeting(answer: answer(0x0311, contexts: integrity, count: 1))?.encrypts == false)
        #expect(
            SMBGreeting(answer: answer(0x0311, contexts: integrity + cipher.dropLast(2) + [0, 0], count: 2))?.encrypts
                == false)
        #expect(SMBGreeting(answer: answer(0x0311, contexts: integrity, count: 9))?.encrypts == false)
        #expect(SMBGreeting(answer: answer(0x0302, capabilities: 0x44))?.encrypts == true)
        #expect(SMBGreeting(answer: answer(0x0300, capabilities: 0x04))?.encrypts == false)
        #expect(SMBGreeting(answer: answer(0x0210, capabilities: 0x40)) == SMBGreeting(answer: answer(0x0210)))
        let wrong: [ArraySlice<UInt8>] = [
            answer(0x02FF), answer(0x0311).prefix(70), Self.message(1)[...], Self.message(0, status: 0xC000_00BB)[...],
            [],
        ]
        for wrong in wrong {
            #expect(SMBGreeting(answer: wrong) == nil)
        }
    }

    @Test func whateverBytesComeNothingBreaks() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let start: [UInt8] = [0xFE, 0x53, 0x4D, 0x42]
            let noise = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            for direction in [SMBFrames.Direction.toServer, .fromServer] { _ = Self.cut(start + noise, direction) }
            _ = SMBGreeting(answer: (start + noise)[...])
        }
    }

    @Test func pathsAreEscaped() {
        func escaped(_ text: String) -> String { String(decoding: SMBPath.escaped(text.utf8), as: UTF8.self) }
        #expect(escaped("a b/100%41?#.jpg") == "a%20b/100%2541%3F%23.jpg")
        #expect(escaped("ü😀@:;") == "%C3%BC%F0%9F%98%80%40%3A%3B")
        #expect(escaped("AZaz09-._") == "AZaz09-._")
        func isPlain(_ text: String) -> Bool { Array(text.utf8).withUnsafeBufferPointer { SMBPath.isPlain($0) } }
        #expect(isPlain("x") && isPlain("..x") && !isPlain("") && !isPlain("a/b") && !isPlain("a\\b"))
    }
}
