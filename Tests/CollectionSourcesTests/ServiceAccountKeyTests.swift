import Crypto
import CryptoExtras
import Domain
import Foundation
import Testing

@testable import CollectionSources

/// Key files as Google hands them out, and others.
struct ServiceAccountKeyTests {
    @Test("An assertion says who asks for what and when, and is signed with RS256")
    func assertion() throws {
        let key = try ServiceAccountKey(json: FakeGCS.keyFile("https://oauth2.googleapis.com"))
        #expect(key.clientEmail == "archive@studio.iam.gserviceaccount.com" && key.projectID == "studio")
        let parts = try key.assertion(scope: "s", at: Timestamp(milliseconds: 1_767_323_045_678)).split(separator: ".")
        try #require(parts.count == 3)
        #expect(try Self.decoded(parts[0]) == Data(#"{"alg":"RS256","kid":"key-1","typ":"JWT"}"#.utf8))
        let claims =
            #"{"aud":"https://oauth2.googleapis.com/token","exp":1767326645,"iat":1767323045,"#
            + #""iss":"archive@studio.iam.gserviceaccount.com","scope":"s"}"#
        #expect(try Self.decoded(parts[1]) == Data(claims.utf8))
        let publicKey = try _RSA.Signing.PrivateKey(pemRepresentation: FakeGCS.pem.get()).publicKey
        let signature = _RSA.Signing.RSASignature(rawRepresentation: try Self.decoded(parts[2]))
        let digest = SHA256.hash(data: Array("\(parts[0]).\(parts[1])".utf8))
        #expect(publicKey.isValidSignature(signature, for: digest, padding: .insecurePKCS1v1_5))
    }

    private static func decoded(_ part: Substring) throws -> Data {
        let text = part.replacing("-", with: "+").replacing("_", with: "/")
        return try #require(Data(base64Encoded: text + String(repeating: "=", count: (4 - text.count % 4) % 4)))
    }

    @Test("Without a token_uri it is Google's")
    func usualAddress() throws {
        let key = try ServiceAccountKey(json: FakeGCS.keyFile("", ["token_uri": nil]))
        #expect(key.tokenAddress == "https://oauth2.googleapis.com/token")
    }

    @Test(
        "What is no key file is refused with what is wrong, and with nothing of the key",
        arguments: [
            ("client_email", nil, "no client_email"), ("client_email", "archive", "no address of an account"),
            ("private_key", nil, "no private_key"), ("private_key", 5, "private_key in this key file is no text"),
            ("private_key", "hush", "no whole key in PEM"),
            ("private_key", "-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----\n", "no RSA key"),
            ("type", nil, "no type"), ("type", "authorized_user", "authorized_user"),
            ("token_uri", "hush", "token_uri"),
        ] as [(String, JSONValue?, String)])
    func refused(field: String, value: JSONValue?, words: String) throws {
        do {
            _ = try ServiceAccountKey(json: FakeGCS.keyFile("https://h", [field: value]))
            Issue.record("it was taken")
        } catch let refusal as ServiceAccountKey.Refusal {
            #expect(refusal.message.contains(words) && refusal.message.contains("Take the JSON file"), "\(refusal)")
            #expect(!refusal.message.contains("hush"))
        }
    }

    @Test("Keys that are too short, or not of RSA, are refused")
    func otherKeys() throws {
        let curve = P256.Signing.PrivateKey().pemRepresentation
        #expect(throws: ServiceAccountKey.Refusal.self) {
            try ServiceAccountKey(json: FakeGCS.keyFile("https://h", ["private_key": .string(curve)]))
        }
    }

    @Test("What is no JSON is refused", arguments: ["", "hush", "[]", "{\"type\": \"service_account\"", "\u{FEFF}{}"])
    func noJSON(_ text: String) {
        #expect {
            try ServiceAccountKey(json: Array(text.utf8))
        } throws: { error in
            !"\(error)".contains("hush") && "\(error)".contains("JSON")
        }
    }

    @Test("A key never shows itself")
    func hidden() throws {
        let key = try ServiceAccountKey(json: FakeGCS.keyFile("https://h"))
        var dumped = ""
        dump(key, to: &dumped)
        #expect("\(key)" == "•••" && "\([key])" == "[•••]" && !dumped.contains("archive@"), "\(dumped)")
    }
}
