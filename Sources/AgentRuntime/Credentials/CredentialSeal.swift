#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import Crypto
import CryptoExtras

/// The file of credentials: a head that says how it is encrypted, and what is encrypted, by AES-256-GCM.
///
/// The head: `SLCR`, version 1, the kind of key (0 a key file, 1 a passphrase through scrypt with N = 2^16, r = 8, p = 1), 16
/// bytes of salt, 8 bytes that follow from the key alone and tell a wrong one from a damaged file. It is authenticated too.
enum CredentialSeal {
    /// What a file is opened with.
    enum Key: Sendable {
        case file([UInt8])
        case passphrase(Secret)

        fileprivate var kind: UInt8 {
            switch self {
            case .file: 0
            case .passphrase: 1
            }
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
    private static let rounds = 1 << 16

    /// The bytes of a file.
    static func seal(_ bytes: [UInt8], with key: Key, salt: [UInt8]) throws -> [UInt8] {
        let (encryption, check) = try derive(key, salt)
        let head = magic + [version, key.kind] + salt + check
        let box = try AES.GCM.seal(bytes, using: encryption, authenticating: head)
        return head + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// What is in a file.
    /// - Throws: `Problem`.
    static func open(_ file: [UInt8], with key: Key) throws -> [UInt8] {
        guard file.count > headCount, file.starts(with: magic) else { throw Problem.damaged }
        guard file[4] == version else { throw file[4] > version ? Problem.tooNew : Problem.damaged }
        guard file[5] == key.kind else {
            throw file[5] > 1 ? Problem.damaged : Problem.otherKind(isPassphrase: file[5] == 1)
        }
        let salt = Array(file[6..<6 + saltCount])
        let (encryption, check) = try derive(key, salt)
        guard check == Array(file[6 + saltCount..<headCount]) else { throw Problem.wrongKey }
        do {
            let box = try AES.GCM.SealedBox(combined: file[headCount...])
            return Array(try AES.GCM.open(box, using: encryption, authenticating: file[..<headCount]))
        } catch {
            throw Problem.damaged
        }
    }

    private static func derive(_ key: Key, _ salt: [UInt8]) throws -> (encryption: SymmetricKey, check: [UInt8]) {
        let master: SymmetricKey
        switch key {
        case .file(let bytes): master = SymmetricKey(data: bytes)
        case .passphrase(let secret):
            master = try KDF.Scrypt.deriveKey(
                from: Array(secret.text.utf8), salt: salt, outputByteCount: 32, rounds: rounds, blockSize: 8,
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
