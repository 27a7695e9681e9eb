import Domain
import Wire

/// A collection with all that its page shows.
struct CollectionModel: Sendable {
    /// The questions that can stand in front of the page.
    enum Question: String, Sendable {
        case edit, delete
    }

    var collection: CollectionDTO
    /// The team's agents.
    var agents: [AgentDTO]
    /// Its latest jobs, newest first.
    var jobs: [JobDTO]
    /// Its latest results, newest first.
    var results: [ResultDTO]
    /// How the figures of each tool went that has run.
    var trends: [TrendDTO] = []
    /// Why a tool could not run now, agent by agent; nothing for tools that can.
    var obstacles: [Tool: [AgentExplanation]] = [:]
    /// The pipelines that a validation can follow.
    var pipelines: [PipelineDTO] = []
    /// What a first pipeline can be made from.
    var templates: [PipelineTemplateDTO] = []
    /// The form to start a run.
    var run = FormState()
    /// The question in front of the page, and what was typed into it.
    var question: Question?
    var form = FormState()

    var path: RoutePath { PageRoutes.collection.path(collection.guid) }
}
