import Database

extension Migrations {
    /// A pipeline's page finds its last run, and deleting one the jobs that use it, however many jobs the team has.
    static let pipelineJobs = Migration(number: 9, name: "pipeline_jobs") { _ in
        ["CREATE INDEX jobs_of_pipelines ON jobs (pipeline_id, id) WHERE pipeline_id IS NOT NULL"]
    }
}
