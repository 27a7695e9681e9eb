import Database
import Domain

/// Requirements, each different one kept once.
public struct RequirementStore {
    private let tx: any SQLConnection

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// The row of a requirement, made if it is new.
    public func intern(_ requirement: Requirement) throws -> Int64 {
        if let row = try find(requirement) { return row }
        try tx.execute("INSERT INTO requirements (needs) VALUES (?1) ON CONFLICT (needs) DO NOTHING", [requirement.key])
        guard let row = try find(requirement) else { throw DatabaseError.column(name: "id", problem: "was not kept") }
        return row
    }

    /// How many there are.
    public func count() throws -> Int {
        try tx.query("SELECT count(*) AS count FROM requirements").first?.int("count") ?? 0
    }

    /// All of them, in the order of their rows.
    public func all() throws -> [(row: Int64, requirement: Requirement)] {
        try tx.query("SELECT id, needs FROM requirements ORDER BY id").map {
            (try $0.integer("id"), Requirement(key: try $0.text("needs")))
        }
    }

    private func find(_ requirement: Requirement) throws -> Int64? {
        try tx.query("SELECT id FROM requirements WHERE needs = ?1", [requirement.key]).first?.integer("id")
    }
}
