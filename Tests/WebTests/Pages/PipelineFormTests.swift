import Analysis
import Coordinator
import Domain
import TestSupport
import Testing
import Wire

@testable import Web

@Suite("The form of a pipeline")
struct PipelineFormTests {
    @Test("goes over to YAML and back without a loss, for every template and by chance")
    func roundTrip() throws {
        for nodes in PipelineService.templates.map(\.nodes) + (0..<200).map({ RandomNodes(seed: $0).nodes }) {
            var form = PipelineForm(name: "A", description: "B", nodes: nodes)
            #expect(form.view == .nodes, "\(nodes)")
            let before = form.nodes
            form.perform(.showYAML)
            #expect(form.view == .yaml && form.nodes.isEmpty)
            form.perform(.showNodes)
            #expect(form.view == .nodes && form.nodes == before && form.fields.message == nil, "\(nodes)")
        }
    }

    @Test("comes back from the page as it was shown there, in both views")
    func throughThePage() throws {
        for seed in 0..<60 as Range<UInt64> {
            var form = PipelineForm(
                name: " A", description: "\nB\n\nC ", nodes: RandomNodes(seed: seed).nodes, version: "v")
            for deed in [PipelineForm.Deed.check, .showYAML] {
                form.perform(deed)
                let page = PipelineEditorPage.render(PipelineEditorModel(form: form), frame: PageFixtures.frame())
                let sent = PipelineForm(FormState(values: Markup.fields(page.markup)))
                #expect(sent.nodes.map(\.node) == form.nodes.map(\.node) && sent.yaml == form.yaml)
                #expect(sent.fields.values["name"] == " A" && sent.fields.values["description"] == "\nB\n\nC ")
                #expect(sent.view == form.view && sent.version == "v")
            }
        }
    }

    @Test("writes what cannot be read into YAML too, and stays there until it can")
    func unreadable() throws {
        var form = PipelineForm(name: "", description: "", nodes: [])
        for kind in NodeForm.Kind.allCases { form.nodes.append(NodeForm(kind, beside: form.nodes)) }
        form.nodes[1].values["id"] = " "
        form.nodes[1].values["extension"] = "a/b"
        form.perform(.showYAML)
        #expect(form.view == .yaml && form.yaml.contains("extension: a/b"))
        let typed = form.yaml
        form.perform(.showNodes)
        #expect(
            form.view == .yaml && form.yaml == typed && form.fields.message?.contains("before it can be read") == true)
        form.yaml = " \n"
        form.perform(.showNodes)
        #expect(form.view == .nodes && form.nodes.isEmpty)
    }

    @Test("keeps in YAML what its fields cannot hold", arguments: [" raw", "raw\u{A0}", "raw\u{3000}"])
    func beyondTheFields(_ id: String) throws {
        let nodes: [JSONValue] = [
            ["id": "c", "type": "capture", "output": [.string(id)]], ["id": .string(id), "type": "file"],
        ]
        let form = PipelineForm(name: "", description: "", nodes: nodes)
        #expect(form.view == .yaml && form.fields.message?.contains("Only the YAML view") == true)
        let read = try PipelineGraph.parse(PipelineSource(yaml: Array(form.yaml.utf8)))
        #expect(read.nodes[0].outputs == [id] && read.nodes[1].id == id)
    }

    @Test("opens a pipeline that cannot be read as text")
    func broken() throws {
        let form = PipelineForm(name: "Old", description: "", nodes: [["id": "a", "type": "no-such"]])
        #expect(form.view == .yaml && form.yaml == #"{"nodes":[{"id":"a","type":"no-such"}]}"#)
        #expect(form.request.nodes == nil && form.request.yaml == form.yaml && form.request.name == "Old")
    }

    @Test("adds, moves and removes nodes, and ignores buttons that are not there")
    func deeds() {
        var form = PipelineForm(name: "", description: "", nodes: [])
        for kind in ["file", "file", "capture", "nonsense", ""] {
            form.fields.values["add"] = kind
            form.perform(.add)
        }
        #expect(form.nodes.map(\.id) == ["file", "file-2", "capture"] && form.focus == "n2.id")
        form.perform(.up(2))
        #expect(form.nodes.map(\.id) == ["file", "capture", "file-2"] && form.focus == "up.1")
        form.perform(.up(1))
        #expect(form.nodes.map(\.id) == ["capture", "file", "file-2"] && form.focus == "down.0")
        form.perform(.down(0))
        #expect(form.nodes.map(\.id) == ["file", "capture", "file-2"] && form.focus == "down.1")
        form.perform(.down(1))
        #expect(form.nodes.map(\.id) == ["file", "file-2", "capture"] && form.focus == "up.2")
        form.perform(.up(2))
        form.perform(.up(1))
        form.perform(.remove(1))
        #expect(form.nodes.map(\.id) == ["capture", "file-2"])
        let before = form.nodes
        for word in [
            "up.0", "up.7", "up.-1", "down.2", "down.-1", "remove.2", "remove.-1", "remove.x", "remove", "up.1.2", "",
            "drop table",
        ] {
            form.perform(PipelineForm.Deed(word))
            #expect(form.nodes == before, "\(word)")
        }
        form.perform(.remove(1))
        form.perform(.remove(0))
        #expect(form.nodes.isEmpty && form.focus == "add")
    }

    @Test("reads the fields of nodes in the order of their numbers, whatever else was sent")
    func reads() {
        let form = PipelineForm(
            FormState(values: [
                "n10.type": "capture", "n10.id": "c", "n9.type": "file", "n9.id": " f ", "n9.output.10": "z",
                "n9.output.2": " y ", "n9.output.3": " ", "n9.output.x": "q", "n5.type": "nonsense", "n.type": "file",
                "nx.type": "file", "n7.id": "no type", "n99999999999999999999.type": "file", "name": "n",
            ]))
        #expect(form.nodes.map(\.node.id) == ["f", "c"])
        #expect(form.nodes[0].node.outputs == ["y", "z"])
        let many = Dictionary(uniqueKeysWithValues: (0..<5_000).map { ("n\($0).type", "file") })
        #expect(PipelineForm(FormState(values: many)).nodes.count == PipelineGraph.nodeLimit + 1)
    }

    @Test("holds lists of methods in one line")
    func methods() {
        let lists = [
            [], [""], ["HDR"], ["", "HDR"], ["HDR", "BW", ""], [" HDR", "a,b", "c "], ["two words", "HDR"],
        ]
        for list in lists { #expect(MethodList.methods(MethodList.text(list)) == list) }
        #expect(MethodList.methods(" HDR ,, BW,\"\" , \"a, b\" rest, \"open") == ["HDR", "BW", "", "a, b", "\"open"])
        #expect(MethodList.text(["HDR", ""]) == "HDR, \"\"")
    }

    @Test("puts each error beside what it is about")
    func places() {
        var form = PipelineForm(name: "", description: "", nodes: PipelineService.templates[0].nodes)
        form.nodes[3].values["id"] = "raw"
        form.place([
            PipelineFindingDTO(severity: .error, code: "duplicate_id", nodes: ["raw", "raw"], message: "two nodes"),
            PipelineFindingDTO(severity: .error, code: "file_extension", nodes: ["raw"], message: "no extension."),
            PipelineFindingDTO(severity: .error, code: "file_extension", nodes: ["raw"], message: "again"),
            PipelineFindingDTO(severity: .error, code: "unreachable", nodes: ["sidecar"], message: "lost"),
            PipelineFindingDTO(severity: .error, code: "capture_missing", nodes: [], message: "no walk"),
            PipelineFindingDTO(
                severity: .error, code: "unreadable", nodes: [], message: "name", index: 0, field: "name"),
            PipelineFindingDTO(severity: .warning, code: "method_unknown", nodes: ["camera"], message: "unknown"),
        ])
        #expect(
            form.fields.errors == [
                "n1.id": "Two nodes.", "n3.id": "Two nodes.", "n1.extension": "No extension. Again.", "n2": "Lost.",
                "n0.name": "Name.",
            ])
        form.perform(.showYAML)
        form.fields.errors = [:]
        form.place([
            PipelineFindingDTO(severity: .error, code: "x", nodes: ["raw"], message: "odd", line: 3, column: 5)
        ])
        #expect(form.fields.errors == ["yaml": "Line 3, column 5: odd."])
    }
}

/// Nodes by chance, with ids that would like to be something else; what they lead to need not be there.
private struct RandomNodes {
    private static let words = [
        "raw", "a,b", "\"quoted\"", "'", "<b>&amp;</b>", "</textarea>", "n0.id", "📷", "é\u{301}", "#", "- x", "null",
        "7", "~",
        "a: b", "[x]", "\u{202E}gpj", String(repeating: "x", count: 100),
    ]
    let nodes: [JSONValue]

    init(seed: UInt64) {
        var random = RepeatableRandom(seed: seed)
        func word() -> String { Self.words.randomElement(using: &random) ?? "" }
        nodes = (0..<Int.random(in: 1...8, using: &random)).map { number in
            let id = number == 0 ? word() : "\(number)\(word().prefix(90))"
            let types = [word(), ""]
            let kinds: [PipelineNode.Kind] = [
                .capture, .branching, .file(extension: [".dng", ""][number % 2], isOptional: number % 3 == 0),
                .process(methods: [["", "HDR"], ["BW"], [], ["two words", ""]][number % 4]),
                .pairing(type: types[number % 2]), .termination(type: types[number % 2]),
            ]
            var seen: Set<String> = []
            return PipelineNode(
                id: id, name: Bool.random(using: &random) ? word() : nil,
                kind: kinds.randomElement(using: &random) ?? .capture,
                outputs: (0..<Int.random(in: 0...3, using: &random)).map { _ in word() }.filter {
                    seen.insert($0).inserted
                }
            ).json
        }
    }
}
