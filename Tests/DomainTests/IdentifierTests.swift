import Domain
import TestSupport
import Testing

@Suite("Identifier")
struct IdentifierTests {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
    private static let example = "job_01hzy3v7q8k9m0n1p2r3s4t5vw"

    /// The 16 bytes of an identifier, by decoding it as the standard says; nil if a character is foreign.
    private func bytes(of text: String) -> [UInt8]? {
        var value: UInt128 = 0
        for character in text.dropFirst(4) {
            guard let digit = Self.alphabet.firstIndex(of: character) else { return nil }
            value = value << 5 | UInt128(digit)
        }
        return (0..<16).map { UInt8(truncatingIfNeeded: value >> (8 * UInt128(15 - $0))) }
    }

    @Test("A prefix and 26 characters that are a UUID of version 7 with the instant in front", arguments: 1...4)
    func form(seed: Int) throws {
        var random = RepeatableRandom(seed: UInt64(seed))
        for _ in 0..<500 {
            let milliseconds = Int64.random(in: 0..<(1 << 48), using: &random)
            let text = JobID(at: Timestamp(milliseconds: milliseconds), random: random).description
            #expect(text.hasPrefix("job_"))
            #expect(text.utf8.count == 30)
            let uuid = try #require(bytes(of: text))
            #expect(uuid[0..<6].reduce(0) { $0 << 8 | Int64($1) } == milliseconds)
            #expect(uuid[6] >> 4 == 7)
            #expect(uuid[8] >> 6 == 2)
            #expect(JobID(text)?.description == text)
        }
    }

    @Test("Random bits fill all that time, version and variant leave")
    func randomBits() throws {
        struct Ones: RandomSource { func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0xFF, count: count) } }
        struct Zeros: RandomSource { func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) } }
        let ones = try #require(bytes(of: AgentID(at: Timestamp(milliseconds: 0), random: Ones()).description))
        #expect(ones == [0, 0, 0, 0, 0, 0, 0x7F, 0xFF, 0xBF] + [UInt8](repeating: 0xFF, count: 7))
        let zeros = try #require(bytes(of: AgentID(at: Timestamp(milliseconds: 1), random: Zeros()).description))
        #expect(zeros == [0, 0, 0, 0, 0, 1, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test("Later ones sort behind earlier ones, whatever their random part")
    func order() {
        let random = RepeatableRandom(seed: 3)
        let start = Timestamp("2026-01-02T03:04:05Z") ?? Timestamp(milliseconds: 0)
        let made = (0..<2000).map { ResultID(at: start + .milliseconds($0), random: random) }
        #expect(made == made.sorted())
        #expect(made.map(\.description) == made.map(\.description).sorted())
        #expect(Set(made).count == 2000)
    }

    @Test("Two of the same instant differ, and an instant before 1970 counts as 1970")
    func sameInstant() {
        let random = RepeatableRandom()
        let instant = Timestamp(milliseconds: 5)
        #expect(TeamID(at: instant, random: random) != TeamID(at: instant, random: random))
        #expect(TeamID(at: Timestamp(milliseconds: -5), random: random).description.hasPrefix("tea_000000000"))
    }

    @Test(
        "What is no job's identifier",
        arguments: [
            "", "job_", "job", "agt_01hzy3v7q8k9m0n1p2r3s4t5vw", "JOB_01hzy3v7q8k9m0n1p2r3s4t5vw",
            "job_01hzy3v7q8k9m0n1p2r3s4t5v", "job_01hzy3v7q8k9m0n1p2r3s4t5vww", "job_81hzy3v7q8k9m0n1p2r3s4t5vw",
            "job_01HZY3V7Q8K9M0N1P2R3S4T5VW", "job_01hzy3v7q8k9m0n1p2r3s4t5vi", "job_01hzy3v7q8k9m0n1p2r3s4t5vl",
            "job_01hzy3v7q8k9m0n1p2r3s4t5vo", "job_01hzy3v7q8k9m0n1p2r3s4t5vu", "job_01hzy3v7q8k9m0n1p2r3s4t5v-",
            " job_01hzy3v7q8k9m0n1p2r3s4t5vw", "job_01hzy3v7q8k9m0n1p2r3s4t5vw\n", "job_01hzy3v7q8k9m0n1p2r3s4t5é",
            "01hzy3v7q8k9m0n1p2r3s4t5vw", "job_job_1hzy3v7q8k9m0n1p2r3s4t", "../etc/passwd",
        ])
    func refused(text: String) {
        #expect(JobID(text) == nil)
        #expect(JobID(Self.example)?.description == Self.example)
    }

    @Test("Each kind has a prefix of its own, of three letters and a line")
    func prefixes() {
        let prefixes = [
            Kinds.Team.prefix, Kinds.User.prefix, Kinds.Agent.prefix, Kinds.RegistrationToken.prefix, Kinds.Job.prefix,
            Kinds.Collection.prefix, Kinds.Connector.prefix, Kinds.Pipeline.prefix, Kinds.Result.prefix,
            Kinds.APIToken.prefix, Kinds.Notification.prefix, Kinds.Upload.prefix,
        ]
        #expect(
            prefixes == [
                "tea_", "usr_", "agt_", "art_", "job_", "col_", "con_", "pip_", "res_", "tok_", "ntf_", "upl_",
            ])
        #expect(Set(prefixes).count == prefixes.count)
    }

    @Test("Codable is the text, and refuses another kind's")
    func codable() throws {
        let id = try #require(JobID(Self.example))
        #expect(try JSONRoundTrip.encode([id]) == "[\"\(Self.example)\"]")
        #expect(try JSONRoundTrip.decode([JobID].self, "[\"\(Self.example)\"]") == [id])
        #expect(throws: DecodingError.self) { try JSONRoundTrip.decode([AgentID].self, "[\"\(Self.example)\"]") }
        #expect(throws: DecodingError.self) { try JSONRoundTrip.decode([AgentID].self, "[7]") }
    }
}
