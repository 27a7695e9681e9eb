import Crypto
import CryptoExtras
import Domain
import Wire

/// Password hashes by scrypt, with their parameters inside, so that those can be raised later.
/// Source: RFC 7914; N=2¹⁵, r=8, p=1 takes 32 MB and about 0.1 s.
public struct Passwords: Sendable {
    private let rounds: Int
    private let random: any RandomSource
    /// Two at a time, whoever tries passwords: 64 MB.
    private let work = HeavyWork(atOnce: 2)

    /// The shortest password that is taken.
    public static let minimumLength = 10

    /// A hasher; fewer rounds are for tests only.
    public init(random: any RandomSource = SystemRandom(), rounds: Int = 32_768) {
        self.random = random
        self.rounds = rounds
    }

    /// The encoded hash `scrypt$N$r$p$salt$hash`.
    public func hash(_ password: String) async throws -> String {
        let salt = random.bytes(16)
        let hash = try await derive(password, salt: salt, rounds: rounds)
        return "scrypt$\(rounds)$8$1$\(Base64URL.encode(salt))$\(Base64URL.encode(hash))"
    }

    /// Whether a password opens a hash. Without a hash it takes as long and says no.
    public func isRight(_ password: String, for encoded: String?) async throws -> Bool {
        let parts = (encoded ?? "").split(separator: "$").map(String.init)
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]), let salt = Base64URL.decode(parts[4]),
            let expected = Base64URL.decode(parts[5])
        else {
            _ = try await derive(password, salt: Array(repeating: 0, count: 16), rounds: self.rounds)
            return false
        }
        let hash = try await derive(password, salt: salt, rounds: rounds)
        return zip(hash, expected).reduce(hash.count == expected.count ? 0 : 1) { $0 | Int($1.0 ^ $1.1) } == 0
    }

    private func derive(_ password: String, salt: [UInt8], rounds: Int) async throws -> [UInt8] {
        try await work.run {
            try KDF.Scrypt.deriveKey(
                from: Array(password.utf8), salt: salt, outputByteCount: 32, rounds: rounds, blockSize: 8,
                parallelism: 1
            ).withUnsafeBytes(Array.init)
        }
    }
}
