import Analysis
import Wire

extension PipelineService {
    /// What a pipeline can be made from.
    public static let templates: [PipelineTemplateDTO] = PipelineTemplate.all.map { template in
        PipelineTemplateDTO(
            name: template.name, title: template.title, description: template.summary,
            nodes: template.source.json["nodes"]?.arrayValue ?? [])
    }
}

extension PipelineCheck {
    /// - Throws: 400 naming the templates that there are.
    static func template(_ name: String) throws -> PipelineTemplate {
        guard let template = PipelineTemplate.all.first(where: { $0.name == name }) else {
            let known = PipelineTemplate.all.map(\.name).joined(separator: ", ")
            throw CoordinatorError.invalidField("template", "must be one of \(known)")
        }
        return template
    }
}
