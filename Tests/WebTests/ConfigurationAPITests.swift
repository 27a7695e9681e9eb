import Domain
import TestSupport
import Testing
import Wire

/// Settings and pipelines at the wire, as agents and people read them.
@Suite(.timeLimit(.minutes(4)))
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

    /// A value that is off, and the place in it that is named.
    struct Wrong: Sendable {
        let route: Route
        let value: JSONValue
        let field: String

        init(_ route: Route, _ value: JSONValue, _ field: String) {
            (self.route, self.value, self.field) = (route, value, field)
        }
    }

    private static let wrong = [
        Wrong(UserRoutes.setPhotoExtensions, [], "body"),
        Wrong(UserRoutes.setPhotoExtensions, "x", "body"),
        Wrong(UserRoutes.setMetadataExtensions, [".xmp", ".x/y"], "[1]"),
        Wrong(UserRoutes.setRequireSidecar, [".cr3", 5], "[1]"),
        Wrong(UserRoutes.setCameraMappings, ["AB3": ["name": "x"]], "AB3"),
        Wrong(UserRoutes.setCameraMappings, ["AB3D": "x"], "AB3D"),
        Wrong(UserRoutes.setCameraMappings, ["AB3D": []], "AB3D"),
        Wrong(UserRoutes.setCameraMappings, ["AB3D": ["name": 5]], "AB3D.name"),
        Wrong(UserRoutes.setCameraMappings, ["AB3D": [["name": "a"], ["name": "b\n"]]], "AB3D[1].name"),
        Wrong(UserRoutes.setCameraMappings, ["AB3D": ["name": "x", "serial_number": 5]], "AB3D.serial_number"),
        Wrong(UserRoutes.setProcessingMethods, [], "body"),
        Wrong(UserRoutes.setProcessingMethods, ["": "x"], "body"),
        Wrong(UserRoutes.setProcessingMethods, ["H-R": "x"], "H-R"),
        Wrong(UserRoutes.setProcessingMethods, ["2": "x"], "2"),
        Wrong(UserRoutes.setProcessingMethods, ["HDR": 5], "HDR"),
    ]

    @Test(arguments: wrong)
    func aWrongSettingIsRefusedWhereItIsWrong(_ wrong: Wrong) async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let read = Route.allSettings.first { $0.pattern == wrong.route.pattern && $0.method == .get }
            let before = try await server.call(try #require(read), key: ann.token).json
            let answer = try await server.call(wrong.route, key: ann.token, json: wrong.value)
            #expect(answer.status == 400)
            #expect(answer.field == wrong.field)
            #expect(try await server.call(try #require(read), key: ann.token).json == before)
        }
    }

    @Test func aSettingIsKeptInTheFormThatToolsCompare() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let cameras: JSONValue = ["AB3D": [["name": ""], ["name": "Canon EOS R5", "serial_number": "12345"]]]
            #expect(try await server.call(UserRoutes.setCameraMappings, key: ann.token, json: cameras).status == 200)
            #expect(
                try await server.call(UserRoutes.cameraMappings, key: ann.token).json
                    == ["AB3D": ["name": "Canon EOS R5", "serial_number": "12345"]])
            let extensions = try await server.call(
                UserRoutes.setRequireSidecar, key: ann.token, json: [".CR3", ".cr3", ".NEF"])
            #expect(extensions.json == [".cr3", ".nef"])
            let member = try await server.person("max@example.org", role: .member)
            #expect(try await server.call(UserRoutes.requireSidecar, key: member.token).status == 200)
            let refused = try await server.call(UserRoutes.setRequireSidecar, key: member.token, json: [".cr3"])
            #expect(refused.code == "administrators_only")
        }
    }

    @Test(.proves("FR-540.8"))
    func anAgentReadsAPipelineWhole() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            let nodes: JSONValue = [
                ["id": "capture", "type": "Capture", "output": ["raw"]],
                ["id": "raw", "type": "File", "extension": ".cr3", "output": ["done"]],
                ["id": "done", "type": "Termination", "termination_type": "archive"],
            ]
            let made = try await server.call(
                UserRoutes.createPipeline, key: ann.token,
                json: ["name": "Raw only", "description": "As it came", "nodes": nodes, "is_default": true])
            #expect(made.status == 201, "\(made.text)")
            let guid = try made.text("guid")
            let pipeline = try await agent.call(UserRoutes.pipeline, guid)
            #expect(pipeline.status == 200)
            #expect(pipeline.json["nodes"] == nodes)
            #expect(pipeline.json["name"] == "Raw only")
            #expect(pipeline.json["is_default"] == true)
            let stranger = try await server.stranger().agent("elsewhere")
            #expect(try await stranger.call(UserRoutes.pipeline, guid).status == 404)
        }
    }
}

extension Route {
    /// The settings as they are read.
    fileprivate static let allSettings = [
        UserRoutes.photoExtensions, UserRoutes.metadataExtensions, UserRoutes.requireSidecar,
        UserRoutes.cameraMappings, UserRoutes.processingMethods,
    ]
}
