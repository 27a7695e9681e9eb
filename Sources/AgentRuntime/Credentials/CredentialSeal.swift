#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import Crypto
import CryptoExtras

/// The file of credentials: a head that says how it is encrypted, and what is encrypted, by AES-256-GCM.
///
/// The head: `SLCR`, version 1, how the key is made (0: it is a key file's; otherwise a passphrase goes through scrypt with N = 2
/// to that power, r = 8, p = 1), 16 bytes of salt, 8 bytes that follow from the key alone and tell a wrong one from a damaged
/// file. It is authenticated too.
enum CredentialSeal {
    /// What a file is opened with.
    enum Key: Sendable {
        case file([UInt8])
        case passphrase(Secret)

        fileprivate var isPassphrase: Bool {
            if case .passphrase = self { true } else { false }
        }
    }

    /// Why a file does not open.
    enum Problem: Error, Hashable {
        /// It is no such file, or was damaged or cut off.
        case damaged
        /// It was made by a later version.
        case tooNew
        /// It was made with the other kind of key: the true one says whether that is a passphrase.
        case otherKind(isPassphrase: Bool)
        /// It was made with another key or passphrase.
        case wrongKey
    }

    private static let magic = Array("SLCR".utf8)
    private static let version: UInt8 = 1
    private static let saltCount = 16, checkCount = 8
    private static let headCount = 4 + 1 + 1 + saltCount + checkCount
    /// The powers of scrypt's N that are taken: less is too quick to guess, more would take a machine's memory.
    private static let powers: ClosedRange<UInt8> = 10...20
    /// The power for new files.
    static let usualPower: UInt8 = 16

    /// The bytes of a file.
    static func seal(
        _ bytes: [UInt8], with key: Key, salt: [UInt8], power: UInt8 = usualPower
    ) throws -> [UInt8] {
        let making = key.isPassphrase ? power : 0
        let (encryption, check) = try derive(key, salt, making)
        let head = magic + [version, making] + salt + check
        let box = try AES.GCM.seal(bytes, using: encryption, authenticating: head)
        return head + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// What is in a file.
    /// - Throws: `Problem`.
    static func open(_ file: [UInt8], with key: Key) throws -> [UInt8] {
        guard file.count > headCount, file.starts(with: magic) else { throw Problem.damaged }
        guard file[4] == version else { throw file[4] > version ? Problem.tooNew : Problem.damaged }
        let making = file[5]
        guard making == 0 || powers.contains(making) else { throw Problem.damaged }
        guard (making != 0) == key.isPassphrase else { throw Problem.otherKind(isPassphrase: making != 0) }
        let salt = Array(file[6..<6 + saltCount])
        let (encryption, check) = try derive(key, salt, making)
        guard check == Array(file[6 + saltCount..<headCount]) else { throw Problem.wrongKey }
        do {
            let box = try AES.GCM.SealedBox(combined: file[headCount...])
            return Array(try AES.GCM.open(box, using: encryption, authenticating: file[..<headCount]))
        } catch {
            throw Problem.damaged
        }
    }

    private static func derive(_ key: Key, _ salt: [UInt8], _ power: UInt8) throws -> (
        encryption: SymmetricKey, check: [UInt8]
    ) {
        let master: SymmetricKey
        switch key {
        case .file(let bytes): master = SymmetricKey(data: bytes)
        case .passphrase(let secret):
            master = try KDF.Scrypt.deriveKey(
                from: Array(secret.text.utf8), salt: salt, outputByteCount: 32, rounds: 1 << Int(power), blockSize: 8,
                parallelism: 1)
        }
        func derived(_ info: String, _ count: Int) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: master, salt: salt, info: Array(info.utf8), outputByteCount: count)
        }
        let check = derived("safelight/agent-credentials/check/v1", checkCount).withUnsafeBytes(Array.init)
        return (derived("safelight/agent-credentials/v1", 32), check)
    }
}
