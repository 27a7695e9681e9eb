import Analysis
import Domain
import Wire

extension PipelineService {
    /// What a pipeline can be made from.
    public static let templates: [PipelineTemplateDTO] = PipelineTemplate.all.map { template in
        PipelineTemplateDTO(
            name: template.id, title: template.title, description: template.summary, nodes: template.source.nodes,
            processingMethods: template.processingMethods)
    }
}

extension PipelineCheck {
    /// - Throws: 400 naming the templates that there are.
    static func template(_ name: String) throws -> PipelineTemplate {
        guard let template = PipelineTemplate.all.first(where: { $0.id == name }) else {
            let known = PipelineTemplate.all.map(\.id).joined(separator: ", ")
            throw CoordinatorError.invalidField("template", "must be one of \(known)")
        }
        return template
    }
}

extension PipelineTemplate {
    /// The template as tools read a pipeline.
    var source: PipelineSource { PipelineSource(json: graph.json) }
}

extension PipelineSource {
    /// The nodes as they were written; empty where there are none.
    var nodes: [JSONValue] { json["nodes"]?.arrayValue ?? [] }
}
