import Domain
import TestSupport
import Testing

@testable import Wire

/// The expected values were computed with Python's hmac and hashlib.
@Suite(.proves("FR-520.5")) struct ResultSignatureTests {
    private let secret = Array("a secret of thirty-two bytes, ok".utf8)

    private func job() throws -> JobID { try #require(JobID("job_01890000000000000000000001")) }

    @Test func signsResultsAndReport() throws {
        let signature = ResultSignature(
            job: try job(), attempt: 2, status: .completed,
            resultsChecksum: Checksum(of: Array(#"{"total_files":1}"#.utf8)),
            reportChecksum: Checksum(of: Array("<!doctype html>".utf8)))
        let expected = "05fe44a62b29227489364ba0c58d89659d03a430e0575a6fba4c6d42c1d88459"
        #expect(signature.sign(secret: secret) == expected)
        #expect(signature.isValid(expected, secret: secret))
    }

    @Test func signsAnAttemptWithoutResults() throws {
        let signature = ResultSignature(
            job: try job(), attempt: 1, status: .cancelled, resultsChecksum: nil, reportChecksum: nil)
        #expect(
            signature.sign(secret: secret) == "08ab4dd3b7ada0fa2c62e7570cb3a060b4ea5c8f9d085bd5285d2bb788d55612")
        #expect(signature.message == "safelight-result-v1\njob_01890000000000000000000001\n1\ncancelled\n\n")
    }

    @Test func refusesWhatIsNotTheSignature() throws {
        let signature = ResultSignature(
            job: try job(), attempt: 1, status: .completed, resultsChecksum: nil, reportChecksum: nil)
        let right = signature.sign(secret: secret)
        #expect(!signature.isValid(right.uppercased(), secret: secret))
        #expect(!signature.isValid(String(right.dropLast(2)), secret: secret))
        #expect(!signature.isValid("", secret: secret))
        #expect(!signature.isValid(right, secret: secret + [0x21]))
        let other = ResultSignature(
            job: try job(), attempt: 2, status: .completed, resultsChecksum: nil, reportChecksum: nil)
        #expect(!other.isValid(right, secret: secret))
    }

    @Test(.proves("NFR-300.1")) func keepsSecretsAsTheirHash() {
        let hash = "8d9800aea1cab49d8319c4b57e93d475e93377110a31d733afdbada9595b80a8"
        #expect(SecretText.hash("agt_key_x") == hash)
        let secret = SecretText.make(prefix: SecretText.agentKeyPrefix, random: RepeatableRandom())
        #expect(secret.hasPrefix("agt_key_") && secret.utf8.count == 8 + 43)
    }

    @Test(arguments: 0...70) func base64URLGoesBothWays(count: Int) {
        let bytes = RepeatableRandom(seed: UInt64(count)).bytes(count)
        let text = Base64URL.encode(bytes)
        #expect(!text.contains { "+/=".contains($0) })
        #expect(Base64URL.decode(text) == bytes)
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
    }

    @Test func refusesOtherAlphabets() {
        #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
        #expect(Base64URL.decode("+/8=") == nil)
        #expect(Hex.decode("AB") == nil)
        #expect(Hex.decode("abc") == nil)
        #expect(Checksum(hex: String(repeating: "a", count: 63)) == nil)
        #expect(Checksum(hex: String(repeating: "A", count: 64)) == nil)
    }
}
