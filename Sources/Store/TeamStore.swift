import Database
import Domain

/// Teams, and the facts that belong to the server as a whole.
public struct TeamStore {
    private let tx: any SQLConnection

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// Adds a team.
    /// - Throws: `DatabaseError.constraint(.unique)` where the name is taken.
    public func insert(guid: TeamID, name: String, at now: Timestamp) throws {
        try tx.execute("INSERT INTO teams (guid, name, created_at) VALUES (?1, ?2, ?3)", [guid, name, now])
    }

    /// The team of a row.
    public func find(row: Int64) throws -> Team? {
        try tx.query("SELECT * FROM teams WHERE id = ?1", [row]).first.map(Self.team)
    }

    /// The team of a name.
    public func find(name: String) throws -> Team? {
        try tx.query("SELECT * FROM teams WHERE name = ?1", [name]).first.map(Self.team)
    }

    /// Every team, by name.
    public func all() throws -> [Team] {
        try tx.query("SELECT * FROM teams ORDER BY name", []).map(Self.team)
    }

    /// A fact of the server, for example the hash of the set-up code.
    public func fact(_ name: String) throws -> String? {
        try tx.query("SELECT value FROM server_facts WHERE name = ?1", [name]).first?.text("value")
    }

    /// Keeps a fact of the server in place of an older one; nil forgets it.
    public func setFact(_ name: String, _ value: String?) throws {
        try tx.execute("DELETE FROM server_facts WHERE name = ?1", [name])
        if let value { try tx.execute("INSERT INTO server_facts (name, value) VALUES (?1, ?2)", [name, value]) }
    }

    /// Forgets the facts whose names begin with a text.
    public func forgetFacts(beginning text: String) throws {
        try tx.execute("DELETE FROM server_facts WHERE name LIKE ?1", [text + "%"])
    }

    /// Keeps a fact for ever.
    /// - Throws: `DatabaseError.constraint(.unique)` where it is kept already, also where two write it at once.
    public func keepFact(_ name: String, _ value: String) throws {
        try tx.execute("INSERT INTO server_facts (name, value) VALUES (?1, ?2)", [name, value])
    }

    private static func team(_ row: SQLRow) throws -> Team {
        Team(
            rowID: try row.integer("id"), guid: try row.guid("guid"), name: try row.text("name"),
            isPaused: try row.bool("is_paused"), createdAt: try row.instant("created_at"))
    }
}
