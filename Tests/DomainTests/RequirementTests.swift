import Domain
import TestSupport
import Testing

@Suite("Requirement")
struct RequirementTests {
    @Test(
        "tool:T is met by T and its versions, never by a longer or shorter name", .proves("FR-200.2"),
        arguments: [
            ("tool:photostats", true), ("tool:photostats:1.0.0", true), ("tool:photostats:x:y", true),
            ("tool:photostats2", false), ("tool:photostats2:1.0", false), ("tool:photostats:", false),
            ("tool:photostat", false),
            ("tool:", false), ("photostats", false), ("TOOL:photostats", false), ("tool:photostats ", false),
            (" tool:photostats", false), ("tool:photostats-1.0", false), ("", false), ("tool:photo_pairing:1", false),
        ])
    func tool(capability: String, isMet: Bool) {
        #expect(Need.tool(.photostats).isMet(by: capability) == isMet)
    }

    @Test("All other needs are met by equality alone", .proves("FR-200.2"))
    func others() throws {
        let connector = try #require(ConnectorID("con_01hzy3v7q8k9m0n1p2r3s4t5vw"))
        for need in [.localFilesystem, Need("source:s3"), .connector(connector)] {
            #expect(need.isMet(by: need.description))
            #expect(!need.isMet(by: need.description + ":1"))
            #expect(!need.isMet(by: need.description.uppercased()))
            #expect(!need.isMet(by: String(need.description.dropLast())))
        }
    }

    @Test("Needs read as protocol.md writes them")
    func texts() throws {
        #expect(
            Tool.allCases.map { Need.tool($0).description } == [
                "tool:photostats", "tool:photo_pairing", "tool:pipeline_validation",
            ])
        #expect(Need.localFilesystem.description == "local_filesystem")
        #expect(
            CollectionType.allCases.map { Need.source($0)?.description } == [
                nil, "source:s3", "source:gcs", "source:smb",
            ])
        let connector = try #require(ConnectorID("con_01hzy3v7q8k9m0n1p2r3s4t5vw"))
        #expect(Need.connector(connector).description == "connector:con_01hzy3v7q8k9m0n1p2r3s4t5vw")
    }

    @Test(
        "A requirement is a set: order and repetition do not matter, and its key reads back", .proves("FR-200.2"),
        arguments: 1...8)
    func set(seed: Int) {
        var random = RepeatableRandom(seed: UInt64(seed))
        for _ in 0..<200 {
            let needs = Self.someNeeds(&random)
            let requirement = Requirement(needs)
            #expect(requirement == Requirement(needs.shuffled(using: &random) + needs.prefix(2)))
            #expect(Requirement(key: requirement.key) == requirement)
            #expect(requirement.needs == Set(needs).sorted())
        }
    }

    @Test(
        "Met exactly when nothing is unmet; more capabilities never make it less met", .proves("FR-200.2"),
        arguments: 1...8)
    func met(seed: Int) {
        var random = RepeatableRandom(seed: UInt64(seed))
        for _ in 0..<200 {
            let requirement = Requirement(Self.someNeeds(&random))
            let capabilities = Self.someNeeds(&random).map {
                $0.description + (Bool.random(using: &random) ? ":1.2" : "")
            }
            let unmet = requirement.unmet(by: capabilities)
            #expect(requirement.isMet(by: capabilities) == unmet.isEmpty)
            #expect(unmet == requirement.needs.filter { need in capabilities.allSatisfy { !need.isMet(by: $0) } })
            #expect(requirement.isMet(by: capabilities + unmet.map(\.description)))
            #expect(Set(requirement.unmet(by: capabilities + ["local_filesystem"])).isSubset(of: unmet))
        }
    }

    @Test("No needs are met by anybody, some by nobody who can do nothing")
    func empty() {
        #expect(Requirement([Need]()).isMet(by: [String]()))
        #expect(Requirement(key: "") == Requirement([Need]()))
        #expect(Requirement([.localFilesystem]).unmet(by: [String]()) == [.localFilesystem])
    }

    private static func someNeeds(_ random: inout RepeatableRandom) -> [Need] {
        let all = Tool.allCases.map(Need.tool) + [.localFilesystem] + CollectionType.allCases.compactMap(Need.source)
        return all.filter { _ in Bool.random(using: &random) }
    }
}
