extension PipelineGraph {
    /// What is wrong or odd in the structure (analysis.md, *Structure check*): errors first, then in definition order.
    ///
    /// - Parameters:
    ///   - methods: the processing methods that are configured.
    ///   - extensions: the photo and metadata extensions that are configured, normalised; nil where they are not known.
    public func findings(methods: Set<String>, extensions: Set<String>? = nil) -> [PipelineFinding] {
        var check = StructureCheck(graph: self)
        check.ends()
        check.names()
        check.reach()
        check.cycles()
        check.pairings()
        for node in nodes.indices { check.node(node, methods: methods, extensions: extensions) }
        return check.findings.enumerated().sorted { left, right in
            let (first, second) = (left.element, right.element)
            if first.severity != second.severity { return first.severity == .error }
            return left.offset < right.offset
        }.map(\.element)
    }

    /// The findings by what a configuration knows.
    public func findings(for configuration: ToolConfiguration) -> [PipelineFinding] {
        findings(
            methods: Set(configuration.processingMethods.keys),
            extensions: Set(configuration.photoExtensions + configuration.metadataExtensions))
    }

    /// The first error of the structure; nil for a pipeline that can be run.
    var firstError: PipelineFinding? {
        findings(methods: []).first { $0.severity == .error }
    }
}

/// Collects findings, one rule a function.
private struct StructureCheck {
    let graph: PipelineGraph
    var findings: [PipelineFinding] = []
    private var nodes: [PipelineNode] { graph.nodes }

    init(graph: PipelineGraph) { self.graph = graph }

    private mutating func add(
        _ code: PipelineFinding.Code, _ about: [Int], _ message: String, _ severity: PipelineFinding.Severity = .error
    ) {
        findings.append(
            PipelineFinding(
                severity: severity, code: code, nodes: about.map { nodes[$0].id }, message: message,
                place: about.first.flatMap { nodes[$0].place }))
    }

    /// Ids for a message: the first five, and how many more.
    private func list(_ about: [Int]) -> String {
        let shown = about.prefix(5).map { nodes[$0].id.shown }.joined(separator: ", ")
        return about.count > 5 ? "\(shown) and \(about.count - 5) more" : shown
    }

    private func label(_ node: Int) -> String { "\(nodes[node].typeWord) \(nodes[node].id.shown)" }

    mutating func ends() {
        if graph.captures.isEmpty {
            add(.captureMissing, [], "no walk can begin: add a node of type capture and lead it to the first steps")
        }
        if graph.terminations.isEmpty {
            add(.terminationMissing, [], "no walk can end: add a node of type termination behind the last steps")
        }
    }

    mutating func names() {
        for (id, same) in Dictionary(grouping: nodes.indices, by: { nodes[$0].id }).sorted(by: {
            $0.value[0] < $1.value[0]
        })
        where same.count > 1 {
            add(.duplicateID, same, "\(same.count) nodes have the id \(id.shown): give each an id of its own")
        }
        let ids = Set(nodes.map(\.id))
        for (index, node) in nodes.enumerated() {
            for output in node.outputs where !ids.contains(output) {
                let near = ids.filter { $0.lowercased() == output.lowercased() }.min()
                let mend = near.map { "write \($0.shown)" } ?? "add a node with that id, or take the output out"
                add(
                    .unknownOutput, [index], "\(label(index)) has the output \(output.shown), which is no node: \(mend)"
                )
            }
        }
    }

    mutating func reach() {
        guard !graph.captures.isEmpty else { return }
        let reached = graph.reachable(from: graph.captures, includesHanging: true)
        let lost = nodes.indices.filter { !reached.contains($0) }
        guard !lost.isEmpty else { return }
        let verb = lost.count == 1 ? "is" : "are"
        add(
            .unreachable, lost,
            "no way from a capture leads to \(list(lost)), so \(verb == "is" ? "it is" : "they are") never looked for: "
                + "name \(verb == "is" ? "it" : "them") in the output of an earlier node, or take \(verb == "is" ? "it" : "them") out"
        )
    }

    /// A node from which no Termination can be come to leads to a dead end or a cycle without exit: only those are named.
    mutating func cycles() {
        let ending = graph.reaching(graph.terminations)
        let cycles = graph.cycles
        for node in nodes.indices
        where !ending.isEmpty && !ending.contains(node) && graph.steps[node].isEmpty && !graph.isHanging(node)
            && nodes[node].outputs.allSatisfy({ output in nodes.contains { $0.id == output } })
        {
            add(
                .deadEnd, [node],
                "the way ends at \(label(node)), which leads to no termination: give it an output that goes on")
        }
        for cycle in cycles {
            let members = Set(cycle)
            let pairings = cycle.filter(Set(graph.pairings).contains)
            if !pairings.isEmpty {
                add(
                    .pairingInCycle, cycle,
                    "pairing \(list(pairings)) lies in the cycle \(list(cycle)): lead the way back to a node behind it")
            }
            let leaves = cycle.contains { node in graph.steps[node].contains { !members.contains(graph.edges[$0].to) } }
            if !leaves {
                add(
                    .cycleWithoutExit, cycle,
                    "the cycle \(list(cycle)) cannot be left: give one of its nodes an output that leads out of it")
            }
        }
    }

    mutating func pairings() {
        for node in graph.pairings {
            let inputs = graph.inputs[node].map { graph.edges[$0].from }
            guard inputs.count != 2 else { continue }
            let found = inputs.isEmpty ? "none" : "\(inputs.count) (\(list(inputs)))"
            add(
                .pairingInputs, [node] + inputs,
                "\(label(node)) must be the output of exactly two nodes, not of \(found): "
                    + (inputs.count > 2
                        ? "pair two of them first, then the result with the next" : "lead both ways to it"))
        }
    }
}

extension StructureCheck {
    /// What only concerns one node.
    mutating func node(_ node: Int, methods: Set<String>, extensions: Set<String>?) {
        switch nodes[node].kind {
        case .capture: captureInputs(node)
        case .file(let ending, _): file(node, ending, extensions)
        case .process(let ids): process(node, ids, configured: methods)
        case .branching:
            if graph.steps[node].count == 1 {
                add(
                    .branchingWithoutChoice, [node],
                    "\(label(node)) leads only one way, which is no choice: add another output, or take it out",
                    .warning)
            }
        case .pairing: break
        case .termination(let type): termination(node, type)
        }
    }

    private mutating func captureInputs(_ node: Int) {
        let inputs = graph.inputs[node].map { graph.edges[$0].from }
        guard !inputs.isEmpty else { return }
        add(
            .captureInputs, [node] + inputs,
            "\(label(node)) is where walks begin, yet it is an output of \(list(inputs)): take it out of there")
    }

    private mutating func termination(_ node: Int, _ type: String) {
        if !nodes[node].outputs.isEmpty {
            add(
                .terminationOutputs, [node],
                "\(label(node)) is where walks end, yet it has outputs: take them out, or hang the files on the node before it"
            )
        }
        if type.isEmpty {
            add(
                .terminationType, [node],
                "\(label(node)) has no termination_type: write what the walk ends as, such as Archive")
        }
    }

    private mutating func file(_ node: Int, _ ending: String, _ extensions: Set<String>?) {
        if ending.isEmpty {
            add(.fileExtension, [node], "\(label(node)) has no extension: write the one to expect, such as .dng")
        } else if let extensions, !extensions.contains(ending) {
            add(
                .extensionUnknown, [node],
                "\(label(node)) expects \(ending), which is neither a photo nor a metadata extension of the configuration, "
                    + "so such files are not looked at: add it there", .warning)
        }
    }

    private mutating func process(_ node: Int, _ ids: [String], configured: Set<String>) {
        if ids.isEmpty {
            add(
                .processWithoutMethods, [node],
                "\(label(node)) has no method_ids and adds nothing to names: name a method, or \"\" to say so", .warning
            )
        }
        for id in ids where !id.isEmpty {
            if !id.utf8.allSatisfy(Self.isProperty) || id.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
                add(
                    .methodInvalid, [node],
                    "\(label(node)) has the method \(id.shown), which no file name can hold: use letters, digits, "
                        + "spaces and underscores, and not digits alone")
            } else if !configured.contains(id) {
                let near = configured.filter { $0.lowercased() == id.lowercased() }.min()
                add(
                    .methodUnknown, [node],
                    "\(label(node)) has the method \(id.shown), which is not configured: "
                        + (near.map { "write \($0.shown)" } ?? "add it to the processing methods"), .warning)
            }
        }
    }

    /// What a property of a file name is made of (analysis.md, *Photo Pairing*).
    private static func isProperty(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
