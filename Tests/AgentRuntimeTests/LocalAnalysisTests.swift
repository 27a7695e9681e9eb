import Domain
import TestSupport
import Testing
import Wire

@testable import AgentRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite struct LocalAnalysisTests {
    @Test(.proves("FR-540.4", "FR-540.9")) func analysesARealFolderByTheServersConfiguration() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server, files: ["a.dng", "sub/b.cr3", "sub/b.xmp", "c.cr3", "d.txt"])
            let updates = Recorder<ProgressUpdate>()
            let output = try await fixture.analyse(Fixture.job(fixture.folder.path + "/photos"), updates: updates)
            let results = try JSONParser.parse(output.results)
            #expect(results["total_files"] == 4)
            #expect(results["total_size"] == 12)
            #expect(results["orphaned_images_count"] == 1)
            #expect(CanonicalJSON.encode(results) == output.results)
            #expect(output.report?.isEmpty == false)
            #expect(updates.all.map(\.stage).contains(.generatingReport))
            #expect(updates.all.allSatisfy { (0...100).contains($0.percentage ?? 0) })
        }
    }

    @Test(.proves("SL-1"), arguments: ["/etc", "PHOTOS/../../..", "PHOTOS/link"])
    func readsNothingOutsideTheRoots(location: String) async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server, files: ["a.dng"])
            let photos = fixture.folder.path + "/photos"
            try FileManager.default.createSymbolicLink(atPath: photos + "/link", withDestinationPath: "/etc")
            let failure = await #expect(throws: WorkFailure.self) {
                try await fixture.analyse(
                    Fixture.job(location.hasPrefix("PHOTOS") ? photos + location.dropFirst(6) : location))
            }
            #expect(failure?.kind == .permissionDenied)
            #expect(failure?.message.contains("safelight-agent roots add") == true)
            #expect(failure?.message.contains(photos) == true)
        }
    }

    @Test(.proves("EC-5")) func aFolderThatIsGoneIsUnavailableStorage() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server, files: [])
            let failure = await #expect(throws: WorkFailure.self) {
                try await fixture.analyse(Fixture.job(fixture.folder.path + "/photos/disk"))
            }
            #expect(failure?.kind == .storageUnavailable)
        }
    }

    @Test(.proves("EC-5")) func aFolderThatIsEmptyWhereFilesWereIsUnavailableStorage() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server, files: [])
            let photos = fixture.folder.path + "/photos"
            let failure = await #expect(throws: WorkFailure.self) {
                try await fixture.analyse(Fixture.job(photos, previousFiles: 2741))
            }
            #expect(failure?.kind == .storageUnavailable)
            #expect(failure?.message.contains("2741") == true)
            guard case .object(var members) = Fixture.job(photos, previousFiles: 2741) else { return }
            members["parameters"] = ["accept_empty": true]
            let accepted = try await fixture.analyse(.object(members))
            #expect(try JSONParser.parse(accepted.results)["total_files"] == 0)
            let first = try await fixture.analyse(Fixture.job(photos))
            #expect(try JSONParser.parse(first.results)["total_files"] == 0)
        }
    }

    @Test func aConfigurationThatCannotBeUsedIsNamed() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server, files: ["a.dng"])
            server.on(Fixture.configRoute) { _ in .json(["photo_extensions": "dng"]) }
            let failure = await #expect(throws: WorkFailure.self) {
                try await fixture.analyse(Fixture.job(fixture.folder.path + "/photos"))
            }
            #expect(failure?.kind == .invalidConfiguration)
            #expect(failure?.message.contains("photo_extensions") == true)
        }
    }

    @Test(.proves("FR-500.5")) func stopsListingWhenCancelled() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server, files: ["a.dng"])
            let cancellation = Cancellation()
            cancellation.cancel(.asked("enough"))
            await #expect(throws: CutShort.self) {
                try await fixture.analyse(
                    Fixture.job(fixture.folder.path + "/photos"), cancellation: cancellation)
            }
        }
    }

    @Test func aValidationWithoutAPipelineIsAnInvalidConfiguration() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server, files: ["AB3D0001.cr3"])
            let failure = await #expect(throws: WorkFailure.self) {
                try await fixture.analyse(fixture.job(.pipelineValidation))
            }
            #expect(failure?.kind == .invalidConfiguration)
            #expect(failure?.message.contains("needs a pipeline, and there is none") == true)
        }
    }

    @Test func aPipelineThatCannotBeRunIsToldInWords() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server, files: ["AB3D0001.cr3"])
            let nodes: JSONValue = [
                ["id": "shot", "type": "Capture", "name": "Shot", "output": ["nowhere"]],
                ["id": "done", "type": "Termination", "name": "Done", "termination_type": "A", "output": []],
            ]
            server.on(Fixture.configRoute) { _ in .json(Fixture.config(pipeline: "Film", nodes: nodes)) }
            let updates = Recorder<ProgressUpdate>()
            let failure = await #expect(throws: WorkFailure.self) {
                try await fixture.analyse(fixture.job(.pipelineValidation), updates: updates)
            }
            #expect(failure?.kind == .invalidConfiguration)
            #expect(failure?.message.hasPrefix("The pipeline \"Film\" cannot be run: ") == true)
            #expect(failure?.message.contains("\"nowhere\"") == true)
            #expect(failure?.detail?.contains("\"nowhere\"") == true)
            #expect(failure?.detail?.contains("\"done\"") == true)
            #expect(!updates.all.contains { $0.stage == .scanning })
        }
    }

    @Test(.proves("FR-500.5"), arguments: Tool.allCases) func stopsBetweenItsSteps(tool: Tool) async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server, files: ["AB3D0001.cr3"])
            server.on(Fixture.configRoute) { _ in .json(Fixture.config(pipeline: "Raw")) }
            for stage in [Stage.scanning, .analyzing, .generatingReport] {
                let assignment = try WireJSON.decode(
                    JobAssignment.self, from: CanonicalJSON.encode(fixture.job(tool)))
                let cancellation = Cancellation()
                let work = CollectionAnalysis(
                    context: try fixture.context(), cache: TeamSettingsCache(time: fixture.time))
                await #expect(throws: CutShort.self) {
                    try await work.perform(
                        assignment,
                        AttemptSession(
                            cancellation: cancellation,
                            report: { if $0.stage == stage { cancellation.cancel(.asked("enough")) } },
                            warn: { _ in }))
                }
            }
        }
    }

    @Test func sidecarsOfOtherFoldersCountWhereTheJobSaysSo() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server, files: ["a/AB3D0001.cr3", "b/AB3D0001.xmp"])
            let beside = try await fixture.analyse(fixture.job())
            #expect(try JSONParser.parse(beside.results)["paired_count"] == 0)
            let across = try await fixture.analyse(fixture.job(parameters: ["pair_across_directories": true]))
            #expect(try JSONParser.parse(across.results)["paired_count"] == 1)
        }
    }

    @Test func sidecarsAreOpenedWhereTheJobSaysSo() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server, files: ["AB3D0001.cr3", "AB3D0002.cr3", "AB3D0002.xmp"])
            let xmp = """
                <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                <rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>
                """
            try DurableFile.write(Array(xmp.utf8), to: fixture.photos + "/AB3D0001.xmp", mode: 0o644)
            let updates = Recorder<ProgressUpdate>()
            let job = fixture.job(parameters: ["read_sidecars": true])
            let results = try JSONParser.parse(try await fixture.analyse(job, updates: updates).results)
            #expect(results["ratings"] == ["4": 1])
            // The other one holds three bytes that are no XML.
            #expect(results["broken_sidecars"]?.arrayValue?.count == 1)
            #expect(updates.all.contains { $0.message == "Reading sidecars: 2 of 2" && $0.stage == .scanning })
            let unread = try JSONParser.parse(try await fixture.analyse(fixture.job()).results)
            #expect(unread["ratings"] == nil)
        }
    }
}
