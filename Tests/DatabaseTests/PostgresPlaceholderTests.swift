import Testing

@testable import Database

/// `?1` becomes `$1`, but only where it is a placeholder.
@Suite("Placeholders for PostgreSQL")
struct PostgresPlaceholderTests {
    @Test(
        "Placeholders are rewritten outside of literals, names and comments",
        arguments: [
            ("SELECT ?1, ?12", "SELECT $1, $12", 12),
            ("?2?1", "$2$1", 2),
            ("SELECT '?1', \"?2\", ?3", "SELECT '?1', \"?2\", $3", 3),
            ("SELECT 'it''s ?1' || ?1", "SELECT 'it''s ?1' || $1", 1),
            ("SELECT 'a\\' || ?1", "SELECT 'a\\' || $1", 1),
            ("SELECT E'a\\'?1' || ?2", "SELECT E'a\\'?1' || $2", 2),
            ("SELECT me'?1'", "SELECT me'?1'", 0),
            ("SELECT ?1 -- ?2\n + ?3", "SELECT $1 -- ?2\n + $3", 3),
            ("SELECT /* ?1 /* ?2 */ ?3 */ ?4", "SELECT /* ?1 /* ?2 */ ?3 */ $4", 4),
            ("SELECT $$?1$$, $x$ ?2 $$ $x$, ?3", "SELECT $$?1$$, $x$ ?2 $$ $x$, $3", 3),
            ("SELECT a$1, ?1", "SELECT a$1, $1", 1),
            ("SELECT 'open ?1", "SELECT 'open ?1", 0),
            ("SELECT /* open ?1", "SELECT /* open ?1", 0),
            ("SELECT 'Ærø ?1', ?1", "SELECT 'Ærø ?1', $1", 1),
            ("", "", 0),
        ])
    func rewrites(_ sql: String, _ expected: String, _ count: Int) throws {
        let placeholders = try PostgresPlaceholders(sql)
        #expect(placeholders.text == expected)
        #expect(placeholders.count == count)
    }

    @Test("A question mark without a number is an error", arguments: ["SELECT ?", "SELECT ?0", "SELECT ?a", "?-1"])
    func noNumber(_ sql: String) {
        #expect(throws: DatabaseError.self) { try PostgresPlaceholders(sql) }
    }

    @Test("Statements that begin, end or divide a transaction are known, others are not")
    func control() throws {
        for sql in ["BEGIN", " commit", "Rollback TO s", "SAVEPOINT s", "release s", "ABORT", "START TRANSACTION"] {
            #expect(try PostgresStatement(sql).transactionControl != nil)
        }
        for sql in ["SELECT 1", "UPDATE committed SET x = 1", ""] {
            #expect(try PostgresStatement(sql).transactionControl == nil)
        }
    }
}
