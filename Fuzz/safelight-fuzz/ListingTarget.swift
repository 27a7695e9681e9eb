import Analysis
import Domain

/// Pipeline Validation and Photo Pairing of small listings: counts agree with each other, every image is listed once, and the order
/// of the files changes no byte of the results.
struct ListingTarget: FuzzTarget {
    static let name = "validation"
    static let words =
        pieces("AB3D0001", "AB3D0002", "-A", "-B", "-2", ".a", ".A", ".xmp", ".a.xmp", "\n", "x/", "é", "\u{0}") + [
            [0xFF], [0xC3],
        ]

    private static let configuration = ToolConfiguration(
        photoExtensions: [".a", ".tif"], metadataExtensions: [".xmp"], requireSidecar: [],
        processingMethods: ["A": "", "B": "Black and white"])
    private var pipelines: [CheckedPipeline] = []

    init() {
        var random = FuzzRandom(seed: 1)
        // A graph by chance seldom can be run; those that can are tried again and again.
        for _ in 0..<20_000 where pipelines.count < 64 {
            // `try?`: what cannot be read is no pipeline here.
            guard let graph = try? PipelineGraph.parse(Self.pipeline(&random)),
                // `try?`: what has errors, or far too many walks, is not run.
                let checked = try? CheckedPipeline(graph, for: Self.configuration), checked.walks.count <= 50
            else { continue }
            pipelines.append(checked)
        }
    }

    /// A chain of nodes that sometimes forks, from a Capture to one or two Terminations.
    private static func pipeline(_ random: inout FuzzRandom) -> JSONValue {
        let inner = 2 + random.below(5)
        let ends = 1 + random.below(2)
        var nodes: [JSONValue] = []
        for index in 0...(inner + ends) {
            var node: [String: JSONValue] = ["id": .string("n\(index)"), "name": "node"]
            var outputs: [JSONValue] = []
            if index <= inner {
                outputs.append(.string("n\(index + 1)"))
                if random.once(in: 3) { outputs.append(.string("n\(index + 1 + random.below(inner + ends - index))")) }
                if outputs.count == 2, outputs[0] == outputs[1] { outputs.removeLast() }
            }
            node["output"] = .array(outputs)
            switch index == 0 ? 9 : index > inner ? 8 : random.below(6) {
            case 9: node["type"] = "Capture"
            case 8: (node["type"], node["termination_type"]) = ("Termination", .string("t\(index % 2)"))
            case 0, 1, 2:
                (node["type"], node["extension"]) = ("File", .string(random.pick([".a", ".tif", ".xmp"])))
                node["optional"] = .bool(random.once(in: 4))
            case 3, 4: (node["type"], node["method_ids"]) = ("Process", .array([.string(random.pick(["A", "B", ""]))]))
            default: node["type"] = "Branching"
            }
            nodes.append(.object(node))
        }
        return ["nodes": .array(nodes)]
    }

    /// A byte that chooses the pipeline, then a path a line.
    mutating func generate(_ random: inout FuzzRandom) -> [UInt8] {
        var bytes = [UInt8(random.below(256))]
        for _ in 0..<random.below(8) {
            let name = random.pick(["AB3D0001", "AB3D0001", "AB3D0002", "ab3d0001", "AB3D0000"])
            let properties = random.pick(["", "", "-A", "-a", "-B-A", "-2", "-2-A", "-"])
            let line = random.pick(["", "", "x/", "é/"]) + name + properties
            bytes += Array((line + random.pick([".a", ".A", ".tif", ".xmp", ".a.xmp"]) + "\n").utf8)
        }
        return bytes
    }

    mutating func fault(_ input: [UInt8]) -> String? {
        guard let first = input.first, !pipelines.isEmpty else { return pipelines.isEmpty ? "no pipeline" : nil }
        var seen: Set<ArraySlice<UInt8>> = []
        let files = input.dropFirst().split(separator: 0x0A).prefix(64).filter { seen.insert($0).inserted }.map {
            FileRecord(path: Array($0), size: 1, modified: Timestamp(milliseconds: 0))
        }
        var random = FuzzRandom(seed: UInt64(input.count))
        let other = files.shuffled(using: &random)
        let pipeline = pipelines[Int(first) % pipelines.count]
        let result = Self.validation(files, pipeline)
        let pairing = Self.pairing(files)
        if Self.bytes(result.write) != Self.bytes(Self.validation(other, pipeline).write) {
            return "the order of the files changes the validation"
        }
        if Self.bytes(pairing.write) != Self.bytes(Self.pairing(other).write) {
            return "the order of the files changes the pairing"
        }
        return Self.fault(of: result) ?? Self.fault(of: pairing) ?? Self.fault(of: result, beside: pairing)
    }

    private static func validation(
        _ files: [FileRecord], _ pipeline: CheckedPipeline
    ) -> PipelineValidationResult {
        PipelineValidation.analyse(files: FileTable(files), pipeline: pipeline, options: .init(isFull: true))
    }

    private static func pairing(_ files: [FileRecord]) -> PhotoPairingResult {
        PhotoPairing.analyse(
            files: FileTable(files), configuration: configuration, options: .init(imageGroups: .listed))
    }

    private static func bytes(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        write(&writer)
        return writer.bytes
    }
}

extension ListingTarget {
    private static func fault(of result: PipelineValidationResult) -> String? {
        func sum(_ counts: ValidationCounts) -> Int { ValidationStatus.allCases.reduce(0) { $0 + counts[$1] } }
        let images = result.images
        if sum(result.statusCounts) != result.totalImages { return "status counts do not add up" }
        if !result.byTermination.values.allSatisfy({ sum($0) == result.totalImages }) { return "terminations differ" }
        if images.total != result.totalImages || images.entries.count != images.total { return "images are missing" }
        if Set(images.entries.map(\.baseFilename)).count != images.total { return "an image is listed twice" }
        let ready = images.entries.count { $0.isArchivalReady }
        return ready == result.archivalReadyCount ? nil : "\(ready) images are ready"
    }

    private static func fault(of result: PhotoPairingResult) -> String? {
        let groups = result.imageGroups?.entries ?? []
        let images = groups.flatMap(\.images)
        if groups.count != result.groupCount { return "\(groups.count) groups" }
        if images.count != result.imageCount { return "\(images.count) images" }
        let files = images.flatMap(\.files).count
        if files != result.fileCount { return "\(files) files" }
        return files + result.invalidFiles.total == result.totalFiles ? nil : "files are missing"
    }

    private static func fault(
        of result: PipelineValidationResult, beside pairing: PhotoPairingResult
    ) -> String? {
        if result.totalGroups != pairing.groupCount { return "the tools differ on groups" }
        if result.totalImages != pairing.imageCount { return "the tools differ on images" }
        if result.invalidFiles != pairing.invalidFiles { return "the tools differ on invalid names" }
        return result.totalFiles >= pairing.totalFiles ? nil : "validation has fewer files"
    }
}
