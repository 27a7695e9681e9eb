import Domain
import TestSupport
import Testing
import Wire

/// Pipelines at the wire.
@Suite(.timeLimit(.minutes(4)))
struct PipelineAPITests {
    private static let nodes: JSONValue = [
        ["id": "start", "type": "capture", "output": ["raw"]],
        ["id": "raw", "type": "file", "extension": ".cr3", "output": ["edit"]],
        ["id": "edit", "type": "process", "method_ids": ["HDR"], "output": ["end"]],
        ["id": "end", "type": "termination", "termination_type": "archive"],
    ]

    @Test(.proves("FR-540.8"))
    func aPipelineIsMadeReadChangedAndDeleted() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let made = try await server.call(
                UserRoutes.createPipeline, key: ann.token, json: ["name": " HDR ", "nodes": Self.nodes])
            #expect(made.status == 201, "\(made.text)")
            let guid = try made.text("guid")
            #expect(guid.hasPrefix("pip_"))
            #expect(made.json["name"] == "HDR" && made.json["description"] == "" && made.json["is_default"] == false)
            #expect(made.json["nodes"] == Self.nodes)
            #expect(made.json["findings"]?[0]?["code"] == "method_unknown", "a warning comes back")
            #expect(made.json["findings"]?[0]?["nodes"] == ["edit"])
            let methods: JSONValue = ["HDR": "High Dynamic Range"]
            _ = try await server.call(UserRoutes.setProcessingMethods, key: ann.token, json: methods)
            let read = try await server.call(UserRoutes.pipeline, guid, key: ann.token)
            #expect(read.json["findings"] == [], "now it is known")
            let change: JSONValue = ["description": "Exposures merged", "is_default": true]
            let changed = try await server.call(UserRoutes.changePipeline, guid, key: ann.token, json: change)
            #expect(changed.json["description"] == "Exposures merged" && changed.json["is_default"] == true)
            #expect(changed.json["nodes"] == Self.nodes && changed.json["name"] == "HDR")
            let listed = try await server.call(UserRoutes.pipelines, key: ann.token)
            #expect(listed.json["items"]?[0] == changed.json && listed.json["next_cursor"] == .null)
            #expect(try await server.call(UserRoutes.deletePipeline, guid, key: ann.token).status == 204)
            #expect(try await server.call(UserRoutes.pipeline, guid, key: ann.token).status == 404)
        }
    }

    @Test func aBrokenStructureIsRefusedWithItsFindings() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let broken: JSONValue = [
                ["id": "start", "type": "capture", "output": ["nowhere"]],
                ["id": "alone", "type": "file", "extension": ".cr3"],
            ]
            let answer = try await server.call(
                UserRoutes.createPipeline, key: ann.token, json: ["name": "Broken", "nodes": broken])
            #expect(answer.status == 400)
            #expect(answer.code == "invalid_pipeline" && answer.field == "nodes")
            let findings = try #require(answer.json["error"]?["details"]?["findings"]?.arrayValue)
            let codes = findings.filter { $0["severity"] == "error" }.compactMap { $0["code"]?.stringValue }
            #expect(codes.contains("unknown_output") && codes.contains("termination_missing"))
            for finding in findings { #expect(finding["message"]?.stringValue?.isEmpty == false) }
            #expect(try await server.call(UserRoutes.pipelines, key: ann.token).json["items"] == [])
            let check = try await server.call(UserRoutes.validatePipeline, key: ann.token, json: ["nodes": broken])
            #expect(check.status == 200 && check.json["valid"] == false)
            #expect(check.json["findings"]?.arrayValue == findings)
        }
    }

    @Test func moreWalksThanAreEverEnumeratedAreRefused() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let methods: JSONValue = .array((0..<10).map { .string("M\($0)") })
            var nodes: [JSONValue] = [["id": "start", "type": "capture", "output": ["p0"]]]
            for step in 0..<6 {
                nodes.append([
                    "id": .string("p\(step)"), "type": "process", "method_ids": methods,
                    "output": [.string(step < 5 ? "p\(step + 1)" : "end")],
                ])
            }
            nodes.append(["id": "end", "type": "termination", "termination_type": "archive"])
            let answer = try await server.call(
                UserRoutes.createPipeline, key: ann.token, json: ["name": "Wide", "nodes": .array(nodes)])
            #expect(answer.status == 400 && answer.message.contains("100,000 walks"), "\(answer.text)")
            #expect(answer.json["error"]?["details"]?["findings"]?[0]?["code"] == "too_many_walks")
        }
    }

    @Test func yamlIsReadAndItsErrorsHaveLineAndColumn() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let text = """
                nodes:
                  - {id: start, type: capture, output: [end]}
                  - {id: end, type: termination, termination_type: archive}
                """
            let made = try await server.call(
                UserRoutes.createPipeline, key: ann.token, json: ["name": "From text", "yaml": .string(text)])
            #expect(made.status == 201, "\(made.text)")
            #expect(made.json["nodes"]?[1]?["termination_type"] == "archive")
            let wrong = text.replacing("type: termination,", with: "type: terminus,")
            let check = try await server.call(
                UserRoutes.validatePipeline, key: ann.token, json: ["yaml": .string(wrong)])
            #expect(check.json["valid"] == false && check.json["nodes"] == [])
            let finding = check.json["findings"]?[0]
            #expect(finding?["code"] == "unreadable" && finding?["line"] == 3 && finding?["nodes"] == ["end"])
            let tab = try await server.call(
                UserRoutes.createPipeline, key: ann.token, json: ["name": "Tab", "yaml": "nodes:\n\t- {}"])
            #expect(tab.status == 400 && tab.field == "yaml")
            #expect(tab.message.hasPrefix("Line 2, column "), "\(tab.message)")
        }
    }

    @Test func eachTemplateIsSoundAndMakesAPipeline() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let templates = try await server.call(UserRoutes.pipelineTemplates, key: ann.token).json["items"]
            let items = try #require(templates?.arrayValue)
            #expect(items.count == 4)
            for template in items {
                let name = try #require(template["name"]?.stringValue)
                let check = try await server.call(
                    UserRoutes.validatePipeline, key: ann.token, json: ["template": .string(name)])
                #expect(check.json["valid"] == true, "\(check.text)")
                let made = try await server.call(
                    UserRoutes.createPipeline, key: ann.token, json: ["template": .string(name)])
                #expect(made.status == 201, "\(made.text)")
                #expect(made.json["name"] == template["title"] && made.json["nodes"] == template["nodes"])
            }
        }
    }

    private static let wrong: [(JSONValue, String)] = [
        ([:], "name"),
        (["name": "a"], "nodes"),
        (["name": "", "nodes": nodes], "name"),
        (["name": "a\nb", "nodes": nodes], "name"),
        (["name": "a", "nodes": nodes, "yaml": "x"], "yaml"),
        (["name": "a", "template": "magic"], "template"),
        (["name": "a", "nodes": ["x"]], "nodes"),
        (["name": "a", "description": "\u{7}", "nodes": nodes], "description"),
        (["name": "a", "nodes": "x"], "nodes"),
        (["name": "a", "nodes": nodes, "is_default": "yes"], "is_default"),
    ]

    @Test(arguments: wrong)
    func whatIsWrongIsNamed(_ body: JSONValue, _ field: String) async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let answer = try await server.call(UserRoutes.createPipeline, key: ann.token, json: body)
            #expect(answer.status == 400, "\(answer.text)")
            #expect(answer.field == field, "\(answer.text)")
        }
    }
}
