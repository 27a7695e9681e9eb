import Analysis
import Domain
import TestSupport
import Testing
import Wire

@testable import AgentRuntime

/// Team settings are kept for five minutes; pipelines never are.
@Suite struct APIConfigLoaderTests {
    @Test(.proves("FR-540.10")) func theTeamsSettingsAreKeptForFiveMinutes() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server, files: ["a.dng"])
            let cache = TeamSettingsCache(time: fixture.time)
            let job = Fixture.job(fixture.folder.path + "/photos")
            _ = try await fixture.analyse(job, cache: cache)
            fixture.time.advance(by: .milliseconds(299_999))
            _ = try await fixture.analyse(job, cache: cache)
            #expect(server.requests(Fixture.configRoute).all.count == 1)
            fixture.time.advance(by: .milliseconds(1))
            _ = try await fixture.analyse(job, cache: cache)
            #expect(server.requests(Fixture.configRoute).all.count == 2)
        }
    }

    @Test(.proves("FR-540.10")) func aCachedTeamNeverLendsAPipeline() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server, files: [])
            let cache = TeamSettingsCache(time: fixture.time)
            func load(_ name: String?, for tool: Tool) async throws -> ToolConfiguration {
                server.on(Fixture.configRoute) { _ in .json(Fixture.config(pipeline: name)) }
                let context = try fixture.context()
                return try await APIConfigLoader(context: context, tool: tool, path: "/api/jobs/x/config", cache: cache)
                    .load()
            }
            #expect(try await Array(load("Film", for: .pipelineValidation).pipelines.keys) == ["Film"])
            #expect(try await load("Digital", for: .photostats).pipelines.isEmpty)
            #expect(try await Array(load("Digital", for: .pipelineValidation).pipelines.keys) == ["Digital"])
            #expect(try await load(nil, for: .pipelineValidation).pipelines.isEmpty)
            #expect(server.requests(Fixture.configRoute).all.count == 3)
        }
    }
}
