import Analysis
import Wire

extension PipelineGraph {
    /// The findings of the structure check as the API shows them, errors first; fields that mean nothing are warnings.
    func dtos(_ settings: ToolConfiguration) -> [PipelineFindingDTO] {
        let unknown = warnings.map { message in
            PipelineFindingDTO(severity: .warning, code: "unknown_field", nodes: [], message: message)
        }
        return findings(for: settings).map(PipelineFindingDTO.init) + unknown
    }

    /// The finding of a sound pipeline with more walks than are ever enumerated; nil for any other.
    func tooManyWalks() -> PipelineFindingDTO? {
        guard !findings(methods: []).contains(where: { $0.severity == .error }) else { return nil }
        do {
            _ = try walks()
            return nil
        } catch {
            return PipelineFindingDTO(
                severity: .error, code: "too_many_walks", nodes: error.nodes, message: error.message)
        }
    }
}

extension PipelineFindingDTO {
    init(_ finding: PipelineFinding) {
        self.init(
            severity: finding.severity == .error ? .error : .warning, code: finding.code.rawValue, nodes: finding.nodes,
            message: finding.message, line: finding.place?.line, column: finding.place?.column)
    }
}
