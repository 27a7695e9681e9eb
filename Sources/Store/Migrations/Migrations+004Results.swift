import Database

extension Migrations {
    /// Results, and uploads on their way to become one.
    static let results = Migration(number: 4, name: "results") { d in
        [
            """
            CREATE TABLE results (
              id \(d.identityPrimaryKey), guid \(d.text) NOT NULL UNIQUE,
              team_id \(d.integer) NOT NULL REFERENCES teams (id), job_id \(d.integer) NOT NULL UNIQUE REFERENCES jobs (id),
              collection_id \(d.integer) NOT NULL REFERENCES collections (id), tool \(d.text) NOT NULL,
              agent_id \(d.integer) REFERENCES agents (id), inline_results \(d.blob), results_blob \(d.text),
              report_blob \(d.text), report_size \(d.integer), no_change_of \(d.text), fingerprint \(d.text),
              total_files \(d.integer), duration_seconds \(d.real), files_processed \(d.integer),
              created_at \(d.integer) NOT NULL, created_by \(d.integer) REFERENCES users (id)
            ) \(d.tableSuffix)
            """,
            "CREATE INDEX results_by_team ON results (team_id, id)",
            "CREATE INDEX results_by_collection ON results (collection_id, tool, id)",
            """
            CREATE TABLE uploads (
              id \(d.identityPrimaryKey), guid \(d.text) NOT NULL UNIQUE,
              team_id \(d.integer) NOT NULL REFERENCES teams (id), job_id \(d.integer) NOT NULL REFERENCES jobs (id),
              attempt \(d.integer) NOT NULL, agent_id \(d.integer) NOT NULL REFERENCES agents (id),
              completion \(d.blob) NOT NULL, signature \(d.text) NOT NULL, results_size \(d.integer) NOT NULL,
              report_size \(d.integer) NOT NULL, chunk_size \(d.integer) NOT NULL, created_at \(d.integer) NOT NULL,
              last_activity_at \(d.integer) NOT NULL, UNIQUE (job_id, attempt)
            ) \(d.tableSuffix)
            """,
            "CREATE INDEX uploads_by_activity ON uploads (last_activity_at)",
            """
            CREATE TABLE upload_chunks (
              upload_id \(d.integer) NOT NULL REFERENCES uploads (id), chunk_index \(d.integer) NOT NULL,
              size \(d.integer) NOT NULL, PRIMARY KEY (upload_id, chunk_index)
            ) \(d.tableSuffix)
            """,
        ]
    }
}
