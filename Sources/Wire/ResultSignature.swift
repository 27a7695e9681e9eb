import Crypto
import Domain

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// SHA-256 as bare lower-case hex.
public struct Checksum: Hashable, Sendable, CustomStringConvertible {
    /// 64 lower-case hex digits.
    public let description: String

    /// The checksum of bytes.
    public init(of bytes: some DataProtocol) {
        description = Hex.encode(SHA256.hash(data: bytes))
    }

    /// A finished hash.
    public init(_ digest: SHA256.Digest) {
        description = Hex.encode(digest)
    }

    /// A checksum that someone sent; nil unless it is 64 lower-case hex digits.
    public init?(hex: String) {
        guard hex.utf8.count == 64, hex.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        description = hex
    }
}

/// The signature over the end of an attempt (protocol.md, *Signature*). FR-520.5.
public struct ResultSignature: Sendable {
    /// What is signed.
    public let message: String

    /// The facts that the signature covers; checksums are those of the canonical results and of the report.
    public init(
        job: JobID, attempt: Int, status: CompletionStatus, resultsChecksum: Checksum?, reportChecksum: Checksum?
    ) {
        message = [
            "safelight-result-v1", job.description, String(attempt), status.rawValue,
            resultsChecksum?.description ?? "", reportChecksum?.description ?? "",
        ].joined(separator: "\n")
    }

    /// The signature in lower-case hex.
    public func sign(secret: [UInt8]) -> String {
        Hex.encode(HMAC<SHA256>.authenticationCode(for: Array(message.utf8), using: SymmetricKey(data: secret)))
    }

    /// Whether a signature is right; takes the same time whatever is wrong with it.
    public func isValid(_ signature: String, secret: [UInt8]) -> Bool {
        guard let code = Hex.decode(signature) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            code, authenticating: Array(message.utf8), using: SymmetricKey(data: secret))
    }
}

/// Lower-case hexadecimal.
public enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two digits a byte.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.underestimatedCount * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes; nil for an odd length or anything but lower-case digits.
    public static func decode(_ text: String) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 2)
        for index in stride(from: 0, to: characters.count, by: 2) {
            guard let high = digits.firstIndex(of: characters[index]),
                let low = digits.firstIndex(of: characters[index + 1])
            else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}

/// Base64 with `-` and `_`, without padding. Source: RFC 4648 §5.
public enum Base64URL {
    /// The text form.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let text = Data(bytes).base64EncodedString()
        return String(
            decoding: text.utf8.compactMap { character -> UInt8? in
                switch character {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                case UInt8(ascii: "="): nil
                default: character
                }
            }, as: UTF8.self)
    }

    /// The bytes; nil where the text is anything else.
    public static func decode(_ text: String) -> [UInt8]? {
        var characters: [UInt8] = []
        for character in text.utf8 {
            switch character {
            case UInt8(ascii: "-"): characters.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): characters.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: characters.append(character)
            }
        }
        while characters.count % 4 != 0 { characters.append(UInt8(ascii: "=")) }
        return Data(base64Encoded: Data(characters)).map(Array.init)
    }
}

/// Secrets that are shown once and kept as hashes: a prefix and 43 characters of base64url (32 random bytes).
public enum SecretText {
    /// Agents' API keys.
    public static let agentKeyPrefix = "agt_key_"
    /// Registration tokens.
    public static let registrationTokenPrefix = "art_"
    /// API tokens of users.
    public static let apiTokenPrefix = "tok_"

    /// A new secret.
    public static func make(prefix: String, random: any RandomSource) -> String {
        prefix + Base64URL.encode(random.bytes(32))
    }

    /// What is kept of a secret: its SHA-256. NFR-300.1.
    public static func hash(_ secret: String) -> String {
        Checksum(of: Array(secret.utf8)).description
    }
}
