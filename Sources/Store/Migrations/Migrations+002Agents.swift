import Database

extension Migrations {
    /// Agents, registration tokens, pipelines, collections, configuration and notifications.
    static let agents = Migration(number: 2, name: "agents") { d in
        [
            """
            CREATE TABLE agents (
              id \(d.identityPrimaryKey), guid \(d.text) NOT NULL UNIQUE,
              team_id \(d.integer) NOT NULL REFERENCES teams (id),
              system_user_id \(d.integer) NOT NULL REFERENCES users (id), issued_by \(d.integer) REFERENCES users (id),
              name \(d.text) NOT NULL, hostname \(d.text) NOT NULL, os_info \(d.text), platform \(d.text) NOT NULL,
              version \(d.text) NOT NULL, binary_checksum \(d.text) NOT NULL,
              key_hash \(d.text) UNIQUE, key_prefix \(d.text) NOT NULL, status \(d.text) NOT NULL,
              is_paused \(d.integer) NOT NULL DEFAULT 0, is_self_paused \(d.integer) NOT NULL DEFAULT 0,
              is_disk_low \(d.integer) NOT NULL DEFAULT 0, error_message \(d.text),
              capabilities \(d.text) NOT NULL, connectors \(d.text) NOT NULL, roots \(d.text) NOT NULL, metrics \(d.text),
              log_tail \(d.text), last_seen \(d.integer), revoked_at \(d.integer), revocation_reason \(d.text),
              deleted_at \(d.integer), created_at \(d.integer) NOT NULL, updated_at \(d.integer),
              created_by \(d.integer), updated_by \(d.integer)
            ) \(d.tableSuffix)
            """,
            "CREATE INDEX agents_by_team ON agents (team_id, deleted_at)",
            """
            CREATE TABLE registration_tokens (
              id \(d.identityPrimaryKey), guid \(d.text) NOT NULL UNIQUE,
              team_id \(d.integer) NOT NULL REFERENCES teams (id), name \(d.text) NOT NULL,
              token_hash \(d.text) NOT NULL UNIQUE, created_by \(d.integer) NOT NULL REFERENCES users (id),
              created_at \(d.integer) NOT NULL, expires_at \(d.integer) NOT NULL, used_at \(d.integer),
              used_by_agent_id \(d.integer) REFERENCES agents (id)
            ) \(d.tableSuffix)
            """,
            "CREATE INDEX registration_tokens_by_team ON registration_tokens (team_id, id)",
            """
            CREATE TABLE pipelines (
              id \(d.identityPrimaryKey), guid \(d.text) NOT NULL UNIQUE,
              team_id \(d.integer) NOT NULL REFERENCES teams (id), name \(d.text) NOT NULL, summary \(d.text) NOT NULL,
              nodes \(d.text) NOT NULL, is_default \(d.integer) NOT NULL DEFAULT 0, deleted_at \(d.integer),
              created_at \(d.integer) NOT NULL, updated_at \(d.integer), created_by \(d.integer), updated_by \(d.integer)
            ) \(d.tableSuffix)
            """,
            "CREATE UNIQUE INDEX pipelines_one_default ON pipelines (team_id) WHERE is_default = 1 AND deleted_at IS NULL",
            """
            CREATE TABLE collections (
              id \(d.identityPrimaryKey), guid \(d.text) NOT NULL UNIQUE,
              team_id \(d.integer) NOT NULL REFERENCES teams (id), name \(d.text) NOT NULL, type \(d.text) NOT NULL,
              location \(d.text) NOT NULL, bound_agent_id \(d.integer) REFERENCES agents (id),
              pipeline_id \(d.integer) REFERENCES pipelines (id), parameters \(d.text) NOT NULL DEFAULT '{}',
              refresh_interval_hours \(d.integer), last_refresh_at \(d.integer), statistics \(d.text) NOT NULL DEFAULT '{}',
              deleted_at \(d.integer), created_at \(d.integer) NOT NULL, updated_at \(d.integer),
              created_by \(d.integer), updated_by \(d.integer)
            ) \(d.tableSuffix)
            """,
            "CREATE INDEX collections_by_team ON collections (team_id, deleted_at)",
            """
            CREATE UNIQUE INDEX collections_one_per_path ON collections (bound_agent_id, location) WHERE deleted_at IS NULL
            """,
            """
            CREATE TABLE configuration (
              team_id \(d.integer) NOT NULL REFERENCES teams (id), name \(d.text) NOT NULL, value \(d.text) NOT NULL,
              updated_at \(d.integer) NOT NULL, updated_by \(d.integer), PRIMARY KEY (team_id, name)
            ) \(d.tableSuffix)
            """,
            """
            CREATE TABLE notifications (
              id \(d.identityPrimaryKey), guid \(d.text) NOT NULL UNIQUE,
              user_id \(d.integer) NOT NULL REFERENCES users (id), kind \(d.text) NOT NULL, title \(d.text) NOT NULL,
              message \(d.text) NOT NULL, job_guid \(d.text), agent_guid \(d.text), read_at \(d.integer),
              created_at \(d.integer) NOT NULL
            ) \(d.tableSuffix)
            """,
            "CREATE INDEX notifications_by_user ON notifications (user_id, id)",
        ]
    }
}
