import Database

extension Migrations {
    /// Buckets and shares, which agents hold their credentials, and the collections on them.
    static let connectors = Migration(number: 11, name: "connectors") { d in
        [
            """
            CREATE TABLE connectors (
              id \(d.identityPrimaryKey), guid \(d.text) NOT NULL UNIQUE,
              team_id \(d.integer) NOT NULL REFERENCES teams (id), name \(d.text) NOT NULL, type \(d.text) NOT NULL,
              credential_location \(d.text) NOT NULL, configuration \(d.text) NOT NULL, sealed_credentials \(d.text),
              key_id \(d.text), deleted_at \(d.integer), created_at \(d.integer) NOT NULL, updated_at \(d.integer),
              created_by \(d.integer), updated_by \(d.integer)
            ) \(d.tableSuffix)
            """,
            "CREATE INDEX connectors_by_team ON connectors (team_id, deleted_at)",
            """
            CREATE TABLE connector_holders (
              connector_id \(d.integer) NOT NULL REFERENCES connectors (id),
              agent_id \(d.integer) NOT NULL REFERENCES agents (id), is_working \(d.integer) NOT NULL,
              message \(d.text), reported_at \(d.integer) NOT NULL, PRIMARY KEY (connector_id, agent_id)
            ) \(d.tableSuffix)
            """,
            "CREATE INDEX connector_holders_by_agent ON connector_holders (agent_id)",
            "ALTER TABLE collections ADD COLUMN connector_id \(d.integer) REFERENCES connectors (id)",
            """
            CREATE UNIQUE INDEX collections_one_per_place ON collections (connector_id, location)
              WHERE deleted_at IS NULL AND connector_id IS NOT NULL
            """,
        ]
    }
}
