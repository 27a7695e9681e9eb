/// A numbered step of the schema. Once released it never changes; a correction is a new migration.
public struct Migration: Sendable {
    /// Its place in the sequence: from 1, ascending.
    public let number: Int
    /// A short name, for people: `create-jobs`.
    public let name: String
    /// Its SQL for an engine, one statement to a string. Must be the same each time.
    public let statements: @Sendable (Dialect) -> [String]

    /// A migration whose statements are made for each engine.
    public init(number: Int, name: String, statements: @escaping @Sendable (Dialect) -> [String]) {
        self.number = number
        self.name = name
        self.statements = statements
    }

    /// Tells whether two versions of a migration have the same SQL: 64-bit FNV-1a over the statements and their
    /// lengths.
    ///
    /// It guards against mistakes, not against forgery: who can write to the database can write this too.
    func checksum(_ dialect: Dialect) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for statement in statements(dialect) {
            for byte in "\(statement.utf8.count):\(statement)".utf8 {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
