import Database

extension Migrations {
    /// Teams, people, sessions, API tokens, and the server's own facts.
    static let accounts = Migration(number: 1, name: "accounts") { d in
        [
            """
            CREATE TABLE server_facts (name \(d.text) PRIMARY KEY, value \(d.text) NOT NULL) \(d.tableSuffix)
            """,
            """
            CREATE TABLE teams (
              id \(d.identityPrimaryKey), guid \(d.text) NOT NULL UNIQUE, name \(d.text) NOT NULL UNIQUE,
              is_paused \(d.integer) NOT NULL DEFAULT 0, created_at \(d.integer) NOT NULL
            ) \(d.tableSuffix)
            """,
            """
            CREATE TABLE users (
              id \(d.identityPrimaryKey), guid \(d.text) NOT NULL UNIQUE,
              team_id \(d.integer) NOT NULL REFERENCES teams (id),
              email \(d.text) UNIQUE, name \(d.text) NOT NULL, role \(d.text) NOT NULL,
              is_system \(d.integer) NOT NULL DEFAULT 0, password_hash \(d.text), theme \(d.text),
              created_at \(d.integer) NOT NULL, updated_at \(d.integer), created_by \(d.integer), updated_by \(d.integer)
            ) \(d.tableSuffix)
            """,
            "CREATE INDEX users_by_team ON users (team_id, is_system)",
            """
            CREATE TABLE sessions (
              id \(d.identityPrimaryKey), token_hash \(d.text) NOT NULL UNIQUE,
              user_id \(d.integer) NOT NULL REFERENCES users (id),
              created_at \(d.integer) NOT NULL, expires_at \(d.integer) NOT NULL
            ) \(d.tableSuffix)
            """,
            "CREATE INDEX sessions_by_expiry ON sessions (expires_at)",
            """
            CREATE TABLE api_tokens (
              id \(d.identityPrimaryKey), guid \(d.text) NOT NULL UNIQUE,
              user_id \(d.integer) NOT NULL REFERENCES users (id),
              name \(d.text) NOT NULL, token_hash \(d.text) NOT NULL UNIQUE, created_at \(d.integer) NOT NULL
            ) \(d.tableSuffix)
            """,
            """
            CREATE TABLE audit (
              id \(d.identityPrimaryKey), team_id \(d.integer) NOT NULL REFERENCES teams (id), user_id \(d.integer),
              action \(d.text) NOT NULL, subject \(d.text) NOT NULL, details \(d.text), created_at \(d.integer) NOT NULL
            ) \(d.tableSuffix)
            """,
            "CREATE INDEX audit_by_team ON audit (team_id, id)",
        ]
    }
}
