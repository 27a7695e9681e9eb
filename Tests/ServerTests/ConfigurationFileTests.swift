import Configuration
import FoundationEssentials
import TestSupport
import Testing

@testable import Server

@Suite struct ConfigurationFileTests {
    @Test func valuesAndListsAreRead() throws {
        let provider = try file("port: 9000\nhost: 0.0.0.0\ntrusted_proxies: [10.0.0.0/8, 127.0.0.1/32]\n")
        let configuration = try ServerConfiguration(ConfigReader(provider: provider), homeDirectory: "/home/ann")
        #expect(configuration.port == 9000)
        #expect(configuration.host == "0.0.0.0")
        #expect(configuration.trustedProxies == ["10.0.0.0/8", "127.0.0.1/32"])
    }

    @Test func anEmptyFileIsNoError() throws {
        let configuration = try ServerConfiguration(ConfigReader(provider: try file("")), homeDirectory: "/home/ann")
        #expect(configuration.port == 8080)
    }

    @Test(arguments: [
        ("prot: 9000", "line 1, column 1"), ("port: [", "line"), ("- port", "mapping"),
        ("port: {a: b}", "single value"),
    ])
    func whatCannotBeReadNamesFileAndPlace(text: String, place: String) {
        let failure = #expect(throws: CommandFailure.self) { try file(text) }
        #expect(failure?.code == .configuration)
        #expect(failure?.description.contains("safelight.yaml") == true)
        #expect(failure?.description.contains(place) == true, "\(failure?.description ?? "")")
    }

    @Test func aMissingFileIsSaid() {
        let failure = #expect(throws: CommandFailure.self) {
            try ConfigurationFile.provider(path: "/nowhere/safelight.yaml")
        }
        #expect(failure?.code == .missingInput)
    }

    private func file(_ text: String) throws -> InMemoryProvider {
        let folder = try TemporaryFolder()
        let path = folder.path + "/safelight.yaml"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return try ConfigurationFile.provider(path: path)
    }
}
