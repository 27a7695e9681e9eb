import Database
import Store
import TestDatabases
import Testing

/// The two engines have the same schema after all migrations, as each of them tells it.
@Suite("Schema parity", .timeLimit(.minutes(4)))
struct SchemaParityTests {
    @Test("Tables and columns: types, nullability, defaults")
    func columns() async throws {
        let (sqlite, postgres) = try await both(Self.sqliteColumns, Self.postgresColumns)
        #expect(sqlite.count > 150)
        expectSame(sqlite, postgres)
    }

    @Test("Indexes and keys: names, columns in order, uniqueness, and which are partial")
    func indexes() async throws {
        let (sqlite, postgres) = try await both(Self.sqliteIndexes, Self.postgresIndexes)
        #expect(sqlite.count > 30)
        expectSame(sqlite, postgres)
    }

    @Test("Foreign keys")
    func foreignKeys() async throws {
        let (sqlite, postgres) = try await both(Self.sqliteForeignKeys, Self.postgresForeignKeys)
        #expect(sqlite.count > 20)
        expectSame(sqlite, postgres)
    }

    private typealias Look = @Sendable (any SQLConnection) throws -> Set<String>

    private func both(_ sqlite: @escaping Look, _ postgres: @escaping Look) async throws -> (Set<String>, Set<String>) {
        var found: [TestEngine: Set<String>] = [:]
        for (engine, look) in [(TestEngine.sqlite, sqlite), (.postgres, postgres)] {
            try await engine.withDatabase { database in found[engine] = try await database.read(look) }
        }
        return (found[.sqlite] ?? [], found[.postgres] ?? [])
    }

    private func expectSame(_ sqlite: Set<String>, _ postgres: Set<String>) {
        #expect(sqlite.subtracting(postgres).sorted() == [], "only on SQLite")
        #expect(postgres.subtracting(sqlite).sorted() == [], "only on PostgreSQL")
    }

    // MARK: Columns

    private static let sqliteColumns: Look = { tx in
        let rows = try tx.query(
            """
            SELECT m.name AS t, c.name AS c, c.type AS type, c."notnull" AS is_needed, c.pk AS pk,
              coalesce(c.dflt_value, '') AS def
            FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
            """)
        return try Set(
            rows.map { row in
                let isNeeded = try row.bool("is_needed") || row.integer("pk") > 0
                return try line(row, row.text("type"), isNeeded, row.text("def"))
            })
    }

    private static let postgresColumns: Look = { tx in
        let types = ["bigint": "INTEGER", "text": "TEXT", "double precision": "REAL", "bytea": "BLOB"]
        let rows = try tx.query(
            """
            SELECT table_name AS t, column_name AS c, data_type AS type, is_nullable AS nullable,
              coalesce(split_part(column_default, '::', 1), '') AS def
            FROM information_schema.columns WHERE table_schema = current_schema()
            """)
        return try Set(
            rows.map { row in
                let type = try row.text("type")
                return try line(row, types[type] ?? type, row.text("nullable") == "NO", row.text("def"))
            })
    }

    private static func line(_ row: SQLRow, _ type: String, _ isNeeded: Bool, _ value: String) throws -> String {
        "\(try row.text("t")).\(try row.text("c")) \(type)\(isNeeded ? " NOT NULL" : "") \(value)"
    }

    // MARK: Indexes

    /// Keys have names that the engine made up: they go by their columns alone.
    private static let sqliteIndexes: Look = { tx in
        let rows = try tx.query(
            """
            SELECT m.name AS t, i.name AS name, i."unique" AS is_unique, i.origin AS origin, i.partial AS is_partial,
              (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) AS parts,
              coalesce((SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = i.name), '') AS sql
            FROM sqlite_schema AS m, pragma_index_list(m.name) AS i
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
            """)
        let keys = try tx.query(
            """
            SELECT m.name AS t, c.name AS c FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND c.pk = 1
            AND NOT EXISTS (SELECT 1 FROM pragma_index_list(m.name) WHERE origin = 'pk')
            """)
        return try Set(
            rows.map { row in
                let isOurs = try row.text("origin") == "c"
                return try index(
                    row.text("t"), isOurs ? row.text("name") : "key", row.bool("is_unique"), row.text("parts"),
                    row.bool("is_partial") ? row.text("sql") : "")
            } + keys.map { index(try $0.text("t"), "key", true, try $0.text("c"), "") })
    }

    private static let postgresIndexes: Look = { tx in
        let rows = try tx.query(
            """
            SELECT t.relname AS t, i.relname AS name, x.indisunique AS is_unique,
              (SELECT count(*) FROM pg_constraint AS k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u')) AS keys,
              (SELECT string_agg(a.attname, ', ' ORDER BY o.n) FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS o (k, n)
                JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = o.k) AS parts,
              coalesce(pg_get_expr(x.indpred, x.indrelid), '') AS predicate
            FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid JOIN pg_class AS t ON t.oid = x.indrelid
            WHERE t.relnamespace = current_schema()::regnamespace
            """)
        return try Set(
            rows.map { row in
                let predicate = try row.text("predicate")
                return try index(
                    row.text("t"), row.integer("keys") > 0 ? "key" : row.text("name"), row.bool("is_unique"),
                    row.text("parts"), predicate.isEmpty ? "" : "WHERE \(predicate)")
            })
    }

    private static func index(_ table: String, _ name: String, _ isUnique: Bool, _ columns: String, _ sql: String)
        -> String
    {
        "\(table) \(name) (\(columns))\(isUnique ? " UNIQUE" : "") \(condition(sql))"
    }

    /// The columns and literals of a partial index's condition; the engines word the rest differently (`IN`, `= ANY`).
    private static func condition(_ sql: String) -> String {
        guard let start = sql.ranges(of: "WHERE ").last?.upperBound else { return "" }
        let text = sql[start...].replacing("::text", with: "").replacing("= ANY", with: "IN")
        let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "'" }
        return words.filter { $0 != "ARRAY" }.joined(separator: " ")
    }

    // MARK: Foreign keys

    private static let sqliteForeignKeys: Look = { tx in
        let rows = try tx.query(
            """
            SELECT m.name AS t, f."from" AS c, f."table" AS other, coalesce(f."to", 'id') AS target, f.on_delete AS rule
            FROM sqlite_schema AS m, pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'
            """)
        return try Set(rows.map(reference))
    }

    private static let postgresForeignKeys: Look = { tx in
        let rows = try tx.query(
            """
            SELECT t.relname AS t, a.attname AS c, o.relname AS other, b.attname AS target,
              CASE k.confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL'
                ELSE 'RESTRICT' END AS rule
            FROM pg_constraint AS k JOIN pg_class AS t ON t.oid = k.conrelid JOIN pg_class AS o ON o.oid = k.confrelid
            JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = k.conkey[1]
            JOIN pg_attribute AS b ON b.attrelid = o.oid AND b.attnum = k.confkey[1]
            WHERE k.contype = 'f'
            """)
        return try Set(rows.map(reference))
    }

    private static func reference(_ row: SQLRow) throws -> String {
        "\(try row.text("t")).\(try row.text("c")) → \(try row.text("other")).\(try row.text("target")) "
            + (try row.text("rule"))
    }
}
