import Crypto
import CryptoExtras
import Domain
import S3

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The key of a Google Cloud service account, which never shows itself in a text.
///
/// It is the JSON file that Google's console hands out when a key is made.
public struct ServiceAccountKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Why a file is no such key, and what to do.
    public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// What is wrong, and what to do; nothing of the key.
        public let message: String
        /// The message.
        public var description: String { message }
    }

    /// The account, for example `archive@studio.iam.gserviceaccount.com`.
    public let clientEmail: String
    /// The project that the account belongs to.
    public let projectID: String?
    /// Where tokens are had.
    let tokenAddress: String
    private let keyID: String?
    private let privateKey: _RSA.Signing.PrivateKey

    /// Never the key.
    public var description: String { "•••" }
    /// Never the key.
    public var debugDescription: String { "•••" }
    /// Never the key.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// A key from the bytes of its file.
    public init(json: [UInt8]) throws(Refusal) {
        let file = try Self.object(json)
        if let type = file["type"]?.stringValue, type != "service_account" {
            throw Refusal(
                message: "This key file is of the type \u{201C}\(StoreWords.clean(type, hiding: []))\u{201D}, not "
                    + "service_account. \(Self.mend)")
        }
        guard file["type"] != nil else { throw Self.missing("type") }
        clientEmail = try Self.text("client_email", file)
        guard clientEmail.contains("@") else {
            throw Refusal(message: "client_email in this key file is no address of an account. \(Self.mend)")
        }
        tokenAddress = file["token_uri"] == nil ? Self.usualTokenAddress : try Self.text("token_uri", file)
        guard Endpoint.split(tokenAddress) != nil else {
            throw Refusal(
                message: "token_uri in this key file is no https address; it should be \(Self.usualTokenAddress). "
                    + Self.mend)
        }
        projectID = file["project_id"]?.stringValue
        keyID = file["private_key_id"]?.stringValue
        privateKey = try Self.privateKey(try Self.text("private_key", file))
    }

    private static let usualTokenAddress = "https://oauth2.googleapis.com/token"
    private static let mend =
        "Take the JSON file that Google Cloud's console makes under IAM, Service accounts, Keys, unchanged."

    private static func object(_ json: [UInt8]) throws(Refusal) -> JSONValue {
        let value: JSONValue
        do {
            value = try JSONParser.parse(json)
        } catch {
            throw Refusal(message: "This key file is no JSON: \(error). \(mend)")
        }
        guard value.objectValue != nil else { throw Refusal(message: "This key file holds no JSON object. \(mend)") }
        return value
    }

    private static func missing(_ name: String) -> Refusal {
        Refusal(message: "This key file has no \(name). \(mend)")
    }

    private static func text(_ name: String, _ file: JSONValue) throws(Refusal) -> String {
        guard let value = file[name] else { throw missing(name) }
        guard let text = value.stringValue, !text.isEmpty else {
            throw Refusal(message: "\(name) in this key file is no text. \(mend)")
        }
        return text
    }

    private static func privateKey(_ pem: String) throws(Refusal) -> _RSA.Signing.PrivateKey {
        guard pem.contains("-----BEGIN PRIVATE KEY-----"), pem.contains("-----END PRIVATE KEY-----") else {
            throw Refusal(message: "private_key in this key file is no whole key in PEM (PKCS #8). \(mend)")
        }
        do {
            return try _RSA.Signing.PrivateKey(pemRepresentation: pem)
        } catch {
            throw Refusal(message: "private_key in this key file is no RSA key of 2,048 bits or more. \(mend)")
        }
    }

    /// A signed claim that a token is given for. Source: RFC 7523; Google, *Using OAuth 2.0 for Server to Server Applications*.
    func assertion(scope: String, at instant: Timestamp) throws -> String {
        var header: [String: JSONValue] = ["alg": "RS256", "typ": "JWT"]
        if let keyID { header["kid"] = .string(keyID) }
        let claims: [String: JSONValue] = [
            "iss": .string(clientEmail), "scope": .string(scope), "aud": .string(tokenAddress),
            "iat": .integer(instant.seconds), "exp": .integer(instant.seconds + 3600),
        ]
        let signed = "\(Self.encoded(header)).\(Self.encoded(claims))"
        // RS256 is this padding with SHA-256. RFC 7518 §3.3.
        let signature = try privateKey.signature(
            for: SHA256.hash(data: Array(signed.utf8)), padding: .insecurePKCS1v1_5)
        return "\(signed).\(Self.base64URL(Array(signature.rawRepresentation)))"
    }

    private static func encoded(_ object: [String: JSONValue]) -> String {
        base64URL(CanonicalJSON.encode(.object(object)))
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
