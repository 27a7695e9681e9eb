import Database

extension Migrations {
    /// The queue: requirements, jobs, attempts, warnings.
    static let jobs = Migration(number: 3, name: "jobs") { d in
        [
            """
            CREATE TABLE requirements (id \(d.identityPrimaryKey), needs \(d.text) NOT NULL UNIQUE) \(d.tableSuffix)
            """,
            """
            CREATE TABLE jobs (
              id \(d.identityPrimaryKey), guid \(d.text) NOT NULL UNIQUE,
              team_id \(d.integer) NOT NULL REFERENCES teams (id),
              collection_id \(d.integer) NOT NULL REFERENCES collections (id), tool \(d.text) NOT NULL,
              pipeline_id \(d.integer) REFERENCES pipelines (id), status \(d.text) NOT NULL,
              priority \(d.integer) NOT NULL, requirement_id \(d.integer) NOT NULL REFERENCES requirements (id),
              bound_agent_id \(d.integer) NOT NULL, available_at \(d.integer) NOT NULL, scheduled_for \(d.integer),
              not_before \(d.integer), attempt \(d.integer) NOT NULL, retry_count \(d.integer) NOT NULL,
              loss_count \(d.integer) NOT NULL, max_retries \(d.integer) NOT NULL,
              agent_id \(d.integer) REFERENCES agents (id), lease_expires_at \(d.integer),
              cancel_requested_at \(d.integer), parameters \(d.text) NOT NULL, parent_guid \(d.text), progress \(d.text),
              error_message \(d.text), error_kind \(d.text), error_detail \(d.text), result_guid \(d.text),
              created_at \(d.integer) NOT NULL, assigned_at \(d.integer), started_at \(d.integer),
              completed_at \(d.integer), updated_at \(d.integer), created_by \(d.integer), updated_by \(d.integer)
            ) \(d.tableSuffix)
            """,
            // One seek finds the next job of a combination; jobs of other agents, or not yet due, are never walked over.
            """
            CREATE INDEX jobs_claimable ON jobs
              (team_id, bound_agent_id, requirement_id, priority, available_at, id)
              WHERE status IN ('scheduled', 'pending')
            """,
            // FR-200.9
            "CREATE UNIQUE INDEX jobs_one_per_agent ON jobs (agent_id) WHERE status IN ('assigned', 'running')",
            // FR-460.5
            "CREATE UNIQUE INDEX jobs_one_scheduled ON jobs (collection_id, tool) WHERE status = 'scheduled'",
            "CREATE INDEX jobs_by_lease ON jobs (lease_expires_at) WHERE status IN ('assigned', 'running')",
            "CREATE INDEX jobs_by_team ON jobs (team_id, status, id)",
            "CREATE INDEX jobs_by_collection ON jobs (collection_id, id)",
            "CREATE INDEX jobs_by_agent ON jobs (agent_id, id)",
            """
            CREATE TABLE attempts (
              id \(d.identityPrimaryKey), job_id \(d.integer) NOT NULL REFERENCES jobs (id),
              attempt \(d.integer) NOT NULL, agent_id \(d.integer) NOT NULL REFERENCES agents (id),
              key_id \(d.text) NOT NULL, secret_hash \(d.text) NOT NULL, assigned_at \(d.integer) NOT NULL,
              started_at \(d.integer), ended_at \(d.integer), outcome \(d.text), completion_signature \(d.text),
              result_guid \(d.text), UNIQUE (job_id, attempt)
            ) \(d.tableSuffix)
            """,
            "CREATE INDEX attempts_by_agent ON attempts (agent_id, assigned_at)",
            "CREATE INDEX attempts_by_time ON attempts (assigned_at)",
            """
            CREATE TABLE job_warnings (
              id \(d.identityPrimaryKey), job_id \(d.integer) NOT NULL REFERENCES jobs (id), message \(d.text) NOT NULL,
              file \(d.text), error_type \(d.text), created_at \(d.integer) NOT NULL
            ) \(d.tableSuffix)
            """,
            "CREATE INDEX job_warnings_by_job ON job_warnings (job_id, id)",
        ]
    }
}
