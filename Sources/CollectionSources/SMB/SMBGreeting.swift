#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What a server says of itself before anybody signs in: that it speaks SMB 2 or 3, and whether it can encrypt.
/// Source: MS-SMB2 §2.2.3, §2.2.4.
struct SMBGreeting: Hashable {
    /// Why there is none.
    enum Failure: Error, Hashable {
        case network(TCPSocket.Failure)
        /// It does not answer in SMB 2 or 3: SMB 1 alone, or something else.
        case notSMB2
    }

    /// The version, for example 0x0311.
    let dialect: UInt16
    let encrypts: Bool

    private static let dialects: [UInt16] = [0x0202, 0x0210, 0x0300, 0x0302, 0x0311]
    private static let encryption: UInt32 = 0x40
    private static let ciphers = (type: UInt16(2), known: [UInt16]([2, 1, 4, 3]))
    private static let integrity = (type: UInt16(1), sha512: UInt16(1))

    /// Asks a server; once more where it hangs up, for one that is being stopped does so as well.
    init(from server: String, port: UInt16, isCancelled: () -> Bool) throws(Failure) {
        do throws(Failure) {
            try self.init(once: server, port: port, isCancelled: isCancelled)
        } catch .notSMB2 {
            try self.init(once: server, port: port, isCancelled: isCancelled)
        }
    }

    private init(once server: String, port: UInt16, isCancelled: () -> Bool) throws(Failure) {
        do {
            let socket = try TCPSocket.connect(to: server, port: port, isCancelled: isCancelled)
            defer { socket.close() }
            try socket.write(Self.question(), isCancelled)
            var answer: [UInt8] = []
            while true {
                if answer.count >= 4 {
                    guard let length = SMBFrames.length(answer[...]) else { break }
                    if answer.count >= 4 + length { break }
                }
                try socket.wait(for: Int16(POLLIN), isCancelled)
                guard let bytes = try socket.read() else { continue }
                if bytes.isEmpty { break }
                answer += bytes
            }
            guard let greeting = SMBGreeting(answer: answer.dropFirst(4)) else { throw Failure.notSMB2 }
            self = greeting
        } catch let failure as TCPSocket.Failure {
            // Servers of SMB 1 hang up on what they do not know.
            throw failure == .failed(ECONNRESET) ? .notSMB2 : .network(failure)
        } catch {
            throw .notSMB2
        }
    }

    /// What an answer says; nil for one that is none.
    init?(answer: ArraySlice<UInt8>) {
        let message = SMBMessage(answer)
        guard message.isPlain, message.command == 0, message.status == 0,
            let dialect: UInt16 = message.number(at: 68), Self.dialects.contains(dialect),
            let capabilities: UInt32 = message.number(at: 88)
        else { return nil }
        self.dialect = dialect
        switch dialect {
        case 0x0311: encrypts = Self.choosesCipher(message)
        case 0x0300...: encrypts = capabilities & Self.encryption != 0
        default: encrypts = false
        }
    }

    /// Whether one of the contexts behind an answer of SMB 3.1.1 names a cipher.
    private static func choosesCipher(_ message: SMBMessage) -> Bool {
        guard let count: UInt16 = message.number(at: 70), let start: UInt32 = message.number(at: 124) else {
            return false
        }
        var offset = Int(start)
        for _ in 0..<min(count, 32) {
            guard let type: UInt16 = message.number(at: offset), let length: UInt16 = message.number(at: offset + 2)
            else { return false }
            if type == ciphers.type {
                let cipher: UInt16 = message.number(at: offset + 10) ?? 0
                return cipher != 0
            }
            offset += (8 + Int(length) + 7) / 8 * 8
        }
        return false
    }

    /// What a server is asked.
    static func question() -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        func some(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) } }
        let header =
            [0xFE, 0x53, 0x4D, 0x42] + bytes(UInt16(64)) + zeros(2 + 4 + 2) + bytes(UInt16(1)) + zeros(64 - 16)
        // Signing is on; what follows the ten bytes of versions begins at a multiple of eight.
        let contexts = 64 + 36 + 2 * dialects.count + 2
        let body =
            bytes(UInt16(36)) + bytes(UInt16(dialects.count)) + bytes(UInt16(1)) + zeros(2) + bytes(encryption)
            + some(16) + bytes(UInt32(contexts)) + bytes(UInt16(2)) + zeros(2) + dialects.flatMap { bytes($0) }
            + zeros(2)
        let hash = bytes(UInt16(1)) + bytes(UInt16(32)) + bytes(integrity.sha512) + some(32)
        let cipher = bytes(UInt16(ciphers.known.count)) + ciphers.known.flatMap { bytes($0) }
        let message =
            header + body + bytes(integrity.type) + bytes(UInt16(hash.count)) + zeros(4) + hash + zeros(2)
            + bytes(ciphers.type) + bytes(UInt16(cipher.count)) + zeros(4) + cipher
        return bytes(UInt32(message.count)).reversed() + message
    }

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    /// Least byte first.
    private static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
