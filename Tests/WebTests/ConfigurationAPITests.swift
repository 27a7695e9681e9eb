import Domain
import Store
import TestSupport
import Testing
import Wire

/// Settings and pipelines at the wire, as agents and people read them.
@Suite(.timeLimit(.minutes(1)))
struct ConfigurationAPITests {
    @Test(.proves("FR-540.5", "FR-540.6", "FR-540.7"))
    func anAgentReadsWhatItsTeamHasSet() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            let cameras: JSONValue = ["AB3D": ["name": "Canon EOS R5", "serial_number": "12345"]]
            let methods: JSONValue = ["HDR": "High Dynamic Range"]
            let extensions: JSONValue = [".dng", ".cr3"]
            let settings: [(Route, JSONValue)] = [
                (UserRoutes.setPhotoExtensions, extensions), (UserRoutes.setCameraMappings, cameras),
                (UserRoutes.setProcessingMethods, methods),
            ]
            for (route, value) in settings {
                #expect(try await server.call(route, key: ann.token, json: value).status == 200)
            }
            #expect(try await agent.call(UserRoutes.photoExtensions).json == [".dng", ".cr3"])
            #expect(try await agent.call(UserRoutes.cameraMappings).json == cameras)
            #expect(try await agent.call(UserRoutes.processingMethods).json == methods)
            let stranger = try await server.stranger().agent("elsewhere")
            #expect(try await stranger.call(UserRoutes.cameraMappings).json == [:], "settings are a team's own")
        }
    }

    @Test(.proves("FR-540.8"))
    func anAgentReadsAPipelineWhole() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            let owner = try await server.coordinator.accounts.person(team: TestPerson.team, email: nil)
            let guid = PipelineID(at: SystemTime().now(), random: SystemRandom())
            let nodes: JSONValue = [
                ["id": "capture", "type": "Capture", "output": ["raw"]],
                ["id": "raw", "type": "File", "extension": ".cr3", "output": ["done"]],
                ["id": "done", "type": "Termination", "termination_type": "archive"],
            ]
            try await server.coordinator.context.database.write { tx in
                try ConfigurationStore(tx).insertPipeline(
                    guid: guid, team: owner.team.rowID, name: "Raw only", summary: "As it came", nodes: nodes,
                    isDefault: true, by: owner.user.rowID, at: SystemTime().now())
            }
            let pipeline = try await agent.call(UserRoutes.pipeline, guid.description)
            #expect(pipeline.status == 200)
            #expect(pipeline.json["nodes"] == nodes)
            #expect(pipeline.json["name"] == "Raw only")
            #expect(pipeline.json["is_default"] == true)
            let stranger = try await server.stranger().agent("elsewhere")
            #expect(try await stranger.call(UserRoutes.pipeline, guid.description).status == 404)
        }
    }
}
