import Database
import Domain
import Store
import TestDatabases
import TestSupport
import Testing

@Suite("Results")
struct ResultStoreTests {
    @Test("A list of results reads none of their bytes, which are there all the same", arguments: TestEngine.all)
    func list(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let desk = try await Rows(database: database).desk()
            let bytes = Array("{\"total_files\":3}".utf8)
            for _ in 0..<2 {
                let job = try await desk.job()
                var new = ResultStore.NewResult(guid: desk.rows.identifier(), job: job, createdBy: desk.user)
                new.inlineResults = bytes
                let result = new
                try await database.write { tx in try ResultStore(tx).insert(result, at: desk.rows.now) }
            }
            try await database.read { tx in
                let recorder = StatementRecorder(tx)
                let found = try ResultStore(recorder).page(team: desk.team, limit: 10)
                #expect(found.count == 2)
                #expect(recorder.statements.count == 1)
                #expect(
                    recorder.statements.allSatisfy { !$0.sql.contains("inline_results") && !$0.sql.contains("r.*") })
                let newest = try #require(found.first)
                #expect(try ResultStore(tx).find(newest.guid, team: desk.team) == newest)
                #expect(try ResultStore(tx).inlineResults(of: newest.rowID) == bytes)
            }
        }
    }
}
