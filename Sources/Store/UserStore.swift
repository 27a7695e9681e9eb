import Database
import Domain

/// People and SYSTEM users.
public struct UserStore {
    private let tx: any SQLConnection

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// Adds a person.
    /// - Throws: `DatabaseError.constraint(.unique)` where the email is taken.
    @discardableResult
    public func insert(
        guid: UserID, team: Int64, email: String, name: String, role: Role, passwordHash: String?, at now: Timestamp
    ) throws -> Int64 {
        try insert(guid, team, email: email.lowercased(), name, role, isSystem: false, passwordHash, nil, now)
    }

    /// Adds the SYSTEM user of an agent. FR-110.1–3.
    public func insertSystem(guid: UserID, team: Int64, name: String, createdBy: Int64?, at now: Timestamp) throws
        -> Int64
    {
        try insert(guid, team, email: nil, name, .member, isSystem: true, nil, createdBy, now)
    }

    private func insert(
        _ guid: UserID, _ team: Int64, email: String?, _ name: String, _ role: Role, isSystem: Bool,
        _ passwordHash: String?, _ createdBy: Int64?, _ now: Timestamp
    ) throws -> Int64 {
        let rows = try tx.query(
            """
            INSERT INTO users (guid, team_id, email, name, role, is_system, password_hash, created_at, created_by)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id
            """, [guid, team, email, name, role.rawValue, isSystem, passwordHash, now, createdBy])
        guard let row = rows.first else { throw DatabaseError.column(name: "id", problem: "was not returned") }
        return try row.integer("id")
    }

    /// How many people there are on the whole server.
    public func countOfPeople() throws -> Int {
        try tx.query("SELECT count(*) AS count FROM users WHERE is_system = 0", []).first?.int("count") ?? 0
    }

    /// The user of a row.
    public func find(row: Int64) throws -> User? {
        try tx.query("SELECT * FROM users WHERE id = ?1", [row]).first.map(Self.user)
    }

    /// The person of an email, in whatever case it is given.
    public func find(email: String) throws -> User? {
        try tx.query("SELECT * FROM users WHERE email = ?1", [email.lowercased()]).first.map(Self.user)
    }

    /// A person of a team.
    public func find(_ guid: UserID, team: Int64) throws -> User? {
        try tx.query(
            "SELECT * FROM users WHERE guid = ?1 AND team_id = ?2 AND is_system = 0 AND removed_at IS NULL",
            [guid, team]
        ).first.map(Self.user)
    }

    /// The people of a team, or of all teams, by name; those who have left are not among them.
    public func people(team: Int64? = nil) throws -> [User] {
        try tx.query(
            """
            SELECT * FROM users WHERE is_system = 0 AND removed_at IS NULL
              AND (CAST(?1 AS \(tx.dialect.integer)) IS NULL OR team_id = ?1) ORDER BY name, id
            """, [team]
        ).map(Self.user)
    }

    /// The public ids of some users, by their rows.
    public func guids(rows: [Int64]) throws -> [Int64: UserID] {
        let found = try tx.queryBatches(rows) { list in "SELECT id, guid FROM users WHERE id IN \(list)" }
        return try Dictionary(uniqueKeysWithValues: found.map { (try $0.integer("id"), try $0.guid("guid")) })
    }

    /// How many administrators a team has.
    public func countOfAdministrators(team: Int64) throws -> Int {
        try tx.query(
            """
            SELECT count(*) AS count FROM users
            WHERE team_id = ?1 AND is_system = 0 AND role = 'administrator' AND removed_at IS NULL
            """, [team]
        ).first?.int("count") ?? 0
    }

    /// The team's first administrator.
    public func firstAdministrator(team: Int64) throws -> User? {
        try tx.query(
            """
            SELECT * FROM users WHERE team_id = ?1 AND is_system = 0 AND role = 'administrator' AND removed_at IS NULL
            ORDER BY id LIMIT 1
            """, [team]
        ).first.map(Self.user)
    }

    /// Renames a user, for example with its agent. FR-110.8.
    public func rename(row: Int64, to name: String, by user: Int64?, at now: Timestamp) throws {
        try tx.execute(
            "UPDATE users SET name = ?2, updated_at = ?3, updated_by = ?4 WHERE id = ?1", [row, name, now, user])
    }

    /// Gives a person another role.
    public func setRole(row: Int64, to role: Role, by user: Int64, at now: Timestamp) throws {
        try tx.execute(
            "UPDATE users SET role = ?2, updated_at = ?3, updated_by = ?4 WHERE id = ?1",
            [row, role.rawValue, now, user])
    }

    /// Closes a person's account for good. The name stays on what they did; their email is free for a new account.
    public func remove(row: Int64, by user: Int64, at now: Timestamp) throws {
        try tx.execute(
            """
            UPDATE users SET removed_at = ?2, email = NULL, password_hash = NULL, updated_at = ?2, updated_by = ?3
            WHERE id = ?1
            """, [row, now, user])
    }

    /// Notes that a person signed in.
    public func setSignedIn(row: Int64, at now: Timestamp) throws {
        try tx.execute("UPDATE users SET last_sign_in_at = ?2 WHERE id = ?1", [row, now])
    }

    /// Sets another password.
    public func setPasswordHash(row: Int64, to hash: String, at now: Timestamp) throws {
        try tx.execute("UPDATE users SET password_hash = ?2, updated_at = ?3 WHERE id = ?1", [row, hash, now])
    }

    /// The theme that a person chose: `light`, `dark`, or nil for the system's.
    public func theme(row: Int64) throws -> String? {
        try tx.query("SELECT theme FROM users WHERE id = ?1", [row]).first?.optionalText("theme")
    }

    /// Keeps the theme that a person chose.
    public func setTheme(row: Int64, to theme: String?) throws {
        try tx.execute("UPDATE users SET theme = ?2 WHERE id = ?1", [row, theme])
    }

    static func user(_ row: SQLRow) throws -> User {
        User(
            rowID: try row.integer("id"), guid: try row.guid("guid"), teamRowID: try row.integer("team_id"),
            email: try row.optionalText("email"), name: try row.text("name"), role: try row.word("role"),
            isSystem: try row.bool("is_system"), passwordHash: try row.optionalText("password_hash"),
            createdAt: try row.instant("created_at"), lastSignInAt: try row.optionalInstant("last_sign_in_at"),
            removedAt: try row.optionalInstant("removed_at"))
    }
}
