import TestSupport

@testable import Analysis

/// Small pipelines by chance: most go forward, some back, with Pairings, hanging Files and several ends.
struct RandomPipeline {
    let random: RepeatableRandom

    init(seed: UInt64) { random = RepeatableRandom(seed: seed) }

    private func number(_ upTo: Int) -> Int { Int(random.next() % UInt64(upTo)) }

    func nodes(mostEnds: Int = 2) -> [PipelineNode] {
        let captures = 1 + number(4) / 3
        let inner = 2 + number(6)
        let ends = 1 + number(mostEnds)
        let ids = (0..<captures).map { "c\($0)" } + (0..<inner).map { "n\($0)" } + (0..<ends).map { "t\($0)" }
        let kinds = ids.indices.map { index -> PipelineNode.Kind in
            if index < captures { return .capture }
            return index < captures + inner ? kind() : .termination(type: "T\(number(3))")
        }
        var outputs: [[String]] = ids.indices.map { index in
            guard index < captures + inner else { return [] }
            if case .file = kinds[index], number(4) == 0 { return [] }
            return (0..<(1 + number(4) / 2)).map { _ in target(behind: index, captures, ids) }
        }
        mendInputs(&outputs, kinds, ids)
        let nodes = ids.indices.map { index in
            var seen: Set<String> = []
            return PipelineNode(
                id: ids[index], kind: kinds[index], outputs: outputs[index].filter { seen.insert($0).inserted })
        }
        return nodes.shuffledInPart(by: random)
    }

    /// Mostly right: a Pairing gets two inputs, and a node without any gets one; now and then it stays as it is.
    private func mendInputs(_ outputs: inout [[String]], _ kinds: [PipelineNode.Kind], _ ids: [String]) {
        for index in ids.indices where kinds[index] != .capture && number(12) != 0 {
            let before = (0..<index).filter { kinds[$0] == .capture || !outputs[$0].isEmpty }
            var wanted = outputs.contains { $0.contains(ids[index]) } ? 0 : 1
            if case .pairing = kinds[index] {
                for other in outputs.indices { outputs[other].removeAll { $0 == ids[index] } }
                wanted = 2
            }
            var random = self.random
            for input in before.shuffled(using: &random).prefix(wanted) { outputs[input].append(ids[index]) }
        }
    }

    /// Mostly a later node, now and then any but a Capture.
    private func target(behind index: Int, _ captures: Int, _ ids: [String]) -> String {
        let first = number(9) == 0 ? captures : max(captures, index + 1)
        return ids[first + number(ids.count - first)]
    }

    private func kind() -> PipelineNode.Kind {
        switch number(10) {
        case 0, 1, 2: .file(extension: [".a", ".b"][number(2)], isOptional: number(3) == 0)
        case 3, 4: .process(methods: [["A"], ["A", "B"], ["", "a"], [], ["B"]][number(5)])
        case 5, 6: .branching
        default: .pairing(type: "p")
        }
    }
}

extension [PipelineNode] {
    /// The order of definition decides what comes first: change it now and then.
    fileprivate func shuffledInPart(by random: RepeatableRandom) -> [PipelineNode] {
        var random = random
        return random.next() % 2 == 0 ? self : shuffled(using: &random)
    }
}
