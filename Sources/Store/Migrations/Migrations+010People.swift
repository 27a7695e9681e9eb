import Database

extension Migrations {
    /// People who have left, when somebody was last here, and what their API tokens look like and were last used.
    static let people = Migration(number: 10, name: "people") { d in
        [
            "ALTER TABLE users ADD COLUMN removed_at \(d.integer)",
            "ALTER TABLE users ADD COLUMN last_sign_in_at \(d.integer)",
            "ALTER TABLE api_tokens ADD COLUMN prefix \(d.text) NOT NULL DEFAULT ''",
            "ALTER TABLE api_tokens ADD COLUMN last_used_at \(d.integer)",
            "CREATE INDEX api_tokens_by_user ON api_tokens (user_id, id)",
            "CREATE INDEX sessions_by_user ON sessions (user_id)",
        ]
    }
}
