import CollectionSources
import Domain
import Testing

@testable import AgentRuntime

/// The way from a connector's fields to its storage.
@Suite struct RemotePlaceTests {
    private static let place = ["server": "nas.local", "share": "photos", "port": "4450", "encryption": "required"]
    private static let keys = ["username": "ines", "password": "a secret"]

    private func refusal(
        _ configuration: [String: String] = place, _ credentials: [String: String] = keys, library: SMBLibrary?
    ) -> String? {
        do {
            _ = try RemotePlace(.smb, configuration, credentials, library: library)
            return nil
        } catch {
            return error.message
        }
    }

    @Test("Shares are offered only where their library is", .proves("US-7"))
    func withoutLibrary() {
        #expect(RemotePlace.types(nil) == [.s3, .gcs])
        #expect(Capabilities.lacks(nil).count == 1)
        for words in [refusal(library: nil) ?? "", Capabilities.lacks(nil).joined()] {
            #expect(words.contains("apt install libsmbclient") && words.contains("start the agent again"))
        }
    }

    @Test("With the library a share is reached, unless its fields make none")
    func withLibrary() throws {
        let library = try #require(SMBLibrary.installed)
        #expect(RemotePlace.types(library) == [.s3, .gcs, .smb] && Capabilities.lacks(library).isEmpty)
        #expect(refusal(library: library) == nil)
        #expect(refusal(["server": "nas.local"], library: library)?.contains("name of a share") == true)
        let words = try #require(refusal(Self.place, ["username": "", "password": "a secret"], library: library))
        #expect(words.contains("at least one") && !words.contains("a secret"))
    }
}
