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
    private static let configRoute = UserRoutes.jobConfiguration

    private static let config: JSONValue = [
        "collection": ["guid": "col_01890000000000000000000001"], "pipeline": nil,
        "photo_extensions": [".dng", ".cr3"],
        "metadata_extensions": [".xmp"], "require_sidecar": [".cr3"], "camera_mappings": [:],
        "processing_methods": [:],
    ]

    private func analyse(
        _ fixture: Fixture, _ job: JSONValue, cache: TeamSettingsCache? = nil,
        cancellation: Cancellation = Cancellation(), warnings: Recorder<JobWarning> = Recorder(),
        updates: Recorder<ProgressUpdate> = Recorder()
    ) async throws -> WorkOutput {
        let assignment = try WireJSON.decode(JobAssignment.self, from: CanonicalJSON.encode(job))
        let work = LocalAnalysis(context: try fixture.context(), cache: cache ?? TeamSettingsCache(time: fixture.time))
        return try await work.perform(
            assignment,
            AttemptSession(
                cancellation: cancellation, report: { updates.append($0) }, warn: { warnings.append($0) }))
    }

    private func fixture(_ server: FakeServer, files: [String]) throws -> Fixture {
        let fixture = try Fixture(server)
        server.on(Self.configRoute) { _ in .json(Self.config) }
        for file in files {
            let path = "\(fixture.folder.path)/photos/\(file)"
            let folder = String(path.prefix(upTo: try #require(path.lastIndex(of: "/"))))
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try DurableFile.write([1, 2, 3], to: path, mode: 0o644)
        }
        try FileManager.default.createDirectory(
            atPath: fixture.folder.path + "/photos", withIntermediateDirectories: true)
        return fixture
    }

    @Test(.proves("FR-540.4", "FR-540.9")) func analysesARealFolderByTheServersConfiguration() async throws {
        try await FakeServer.run { server in
            let fixture = try fixture(server, files: ["a.dng", "sub/b.cr3", "sub/b.xmp", "c.cr3", "d.txt"])
            let updates = Recorder<ProgressUpdate>()
            let output = try await analyse(fixture, Fixture.job(fixture.folder.path + "/photos"), updates: updates)
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
            let fixture = try fixture(server, files: ["a.dng"])
            let photos = fixture.folder.path + "/photos"
            try FileManager.default.createSymbolicLink(atPath: photos + "/link", withDestinationPath: "/etc")
            let failure = await #expect(throws: WorkFailure.self) {
                try await analyse(
                    fixture, Fixture.job(location.hasPrefix("PHOTOS") ? photos + location.dropFirst(6) : location))
            }
            #expect(failure?.kind == .permissionDenied)
            #expect(failure?.message.contains("safelight-agent roots add") == true)
            #expect(failure?.message.contains(photos) == true)
        }
    }

    @Test(.proves("EC-5")) func aFolderThatIsGoneIsUnavailableStorage() async throws {
        try await FakeServer.run { server in
            let fixture = try fixture(server, files: [])
            let failure = await #expect(throws: WorkFailure.self) {
                try await analyse(fixture, Fixture.job(fixture.folder.path + "/photos/disk"))
            }
            #expect(failure?.kind == .storageUnavailable)
        }
    }

    @Test(.proves("EC-5")) func aFolderThatIsEmptyWhereFilesWereIsUnavailableStorage() async throws {
        try await FakeServer.run { server in
            let fixture = try fixture(server, files: [])
            let photos = fixture.folder.path + "/photos"
            let failure = await #expect(throws: WorkFailure.self) {
                try await analyse(fixture, Fixture.job(photos, previousFiles: 2741))
            }
            #expect(failure?.kind == .storageUnavailable)
            #expect(failure?.message.contains("2741") == true)
            guard case .object(var members) = Fixture.job(photos, previousFiles: 2741) else { return }
            members["parameters"] = ["accept_empty": true]
            let accepted = try await analyse(fixture, .object(members))
            #expect(try JSONParser.parse(accepted.results)["total_files"] == 0)
            let first = try await analyse(fixture, Fixture.job(photos))
            #expect(try JSONParser.parse(first.results)["total_files"] == 0)
        }
    }

    @Test(.proves("FR-540.10")) func theTeamsSettingsAreKeptForFiveMinutes() async throws {
        try await FakeServer.run { server in
            let fixture = try fixture(server, files: ["a.dng"])
            let cache = TeamSettingsCache(time: fixture.time)
            let job = Fixture.job(fixture.folder.path + "/photos")
            _ = try await analyse(fixture, job, cache: cache)
            fixture.time.advance(by: .milliseconds(299_999))
            _ = try await analyse(fixture, job, cache: cache)
            #expect(server.requests(Self.configRoute).all.count == 1)
            fixture.time.advance(by: .milliseconds(1))
            _ = try await analyse(fixture, job, cache: cache)
            #expect(server.requests(Self.configRoute).all.count == 2)
        }
    }

    @Test(.proves("FR-540.10")) func aCachedTeamNeverLendsAPipeline() async throws {
        try await FakeServer.run { server in
            let fixture = try fixture(server, files: [])
            let cache = TeamSettingsCache(time: fixture.time)
            func load(_ name: String?, for tool: Tool) async throws -> ToolConfiguration {
                server.on(Self.configRoute) { _ in .json(Self.config(pipeline: name)) }
                let context = try fixture.context()
                return try await APIConfigLoader(context: context, tool: tool, path: "/api/jobs/x/config", cache: cache)
                    .load()
            }
            #expect(try await Array(load("Film", for: .pipelineValidation).pipelines.keys) == ["Film"])
            #expect(try await load("Digital", for: .photostats).pipelines.isEmpty)
            #expect(try await Array(load("Digital", for: .pipelineValidation).pipelines.keys) == ["Digital"])
            #expect(try await load(nil, for: .pipelineValidation).pipelines.isEmpty)
            #expect(server.requests(Self.configRoute).all.count == 3)
        }
    }

    @Test func aConfigurationThatCannotBeUsedIsNamed() async throws {
        try await FakeServer.run { server in
            let fixture = try fixture(server, files: ["a.dng"])
            server.on(Self.configRoute) { _ in .json(["photo_extensions": "dng"]) }
            let failure = await #expect(throws: WorkFailure.self) {
                try await analyse(fixture, Fixture.job(fixture.folder.path + "/photos"))
            }
            #expect(failure?.kind == .invalidConfiguration)
            #expect(failure?.message.contains("photo_extensions") == true)
        }
    }

    @Test func anotherToolIsNotPretendedTo() async throws {
        try await FakeServer.run { server in
            let fixture = try fixture(server, files: ["a.dng"])
            guard case .object(var members) = Fixture.job(fixture.folder.path + "/photos") else { return }
            members["tool"] = "photo_pairing"
            let failure = await #expect(throws: WorkFailure.self) { try await analyse(fixture, .object(members)) }
            #expect(failure?.kind == .invalidConfiguration)
        }
    }

    @Test(.proves("FR-500.5")) func stopsListingWhenCancelled() async throws {
        try await FakeServer.run { server in
            let fixture = try fixture(server, files: ["a.dng"])
            let cancellation = Cancellation()
            cancellation.cancel(.asked("enough"))
            await #expect(throws: CutShort.self) {
                try await analyse(
                    fixture, Fixture.job(fixture.folder.path + "/photos"), cancellation: cancellation)
            }
        }
    }
}
