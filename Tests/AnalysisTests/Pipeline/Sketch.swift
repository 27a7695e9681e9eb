import Domain

@testable import Analysis

/// Short ways to write pipelines, and to read walks.
enum Sketch {
    static func capture(_ id: String, _ outputs: String...) -> PipelineNode {
        PipelineNode(id: id, kind: .capture, outputs: outputs)
    }

    static func file(_ id: String, _ ending: String, optional: Bool = false, _ outputs: String...) -> PipelineNode {
        PipelineNode(id: id, kind: .file(extension: ending, isOptional: optional), outputs: outputs)
    }

    static func process(_ id: String, _ methods: [String], _ outputs: String...) -> PipelineNode {
        PipelineNode(id: id, kind: .process(methods: methods), outputs: outputs)
    }

    static func branching(_ id: String, _ outputs: String...) -> PipelineNode {
        PipelineNode(id: id, kind: .branching, outputs: outputs)
    }

    static func pairing(_ id: String, _ outputs: String...) -> PipelineNode {
        PipelineNode(id: id, kind: .pairing(type: "pair"), outputs: outputs)
    }

    static func end(_ id: String, _ type: String = "Archive") -> PipelineNode {
        PipelineNode(id: id, kind: .termination(type: type))
    }
}

extension PipelineGraph {
    init(_ nodes: PipelineNode...) { self.init(nodes: nodes) }

    /// A walk's nodes by their ids, such as `camera raw end`; truncated ones end in `…`.
    func text(_ walk: PipelineWalk) -> String {
        walk.nodes.map { nodes[$0].id }.joined(separator: " ") + (walk.isTruncated ? " …" : "")
    }
}

extension PipelineWalk {
    /// What it leads one to expect, such as `-HDR.dng`; optional files in parentheses.
    var names: [String] { expected.map(\.text) }
}

extension ExpectedFile {
    var text: String {
        let name = methods.map { "-" + $0 }.joined() + self.extension
        return isOptional ? "(\(name))" : name
    }
}
