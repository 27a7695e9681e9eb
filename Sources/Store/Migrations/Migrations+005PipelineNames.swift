import Database

extension Migrations {
    /// A team's tools know its pipelines by name, so a name stands for one.
    static let pipelineNames = Migration(number: 5, name: "pipeline_names") { _ in
        ["CREATE UNIQUE INDEX pipelines_one_per_name ON pipelines (team_id, name) WHERE deleted_at IS NULL"]
    }
}
