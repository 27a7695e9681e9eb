import CLibPQ

/// The answer to one command, released with this value.
final class PostgresResult {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) {
        self.result = result
    }

    deinit { PQclear(result) }

    /// What kind of answer it is.
    var status: ExecStatusType { PQresultStatus(result) }

    /// The rows that were inserted, changed or deleted.
    var changedRows: Int {
        // The tag of a SELECT counts the rows that it returned.
        guard let tag = PQcmdStatus(result), tag[0] != CChar(bitPattern: UInt8(ascii: "S")) else { return 0 }
        return Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    /// A part of an error's description: `PG_DIAG_…`.
    func diagnostic(_ field: Character) -> String? {
        guard let code = field.asciiValue, let text = PQresultErrorField(result, Int32(code)) else { return nil }
        return String(cString: text)
    }

    /// All rows.
    func rows() throws(DatabaseError) -> [SQLRow] {
        let width = PQnfields(result)
        let height = PQntuples(result)
        if height == 0 { return [] }
        let columns = (0..<width).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
        let types = (0..<width).map { PQftype(result, $0) }
        var rows: [SQLRow] = []
        rows.reserveCapacity(Int(height))
        for row in 0..<height {
            var values: [SQLValue] = []
            values.reserveCapacity(Int(width))
            for column in 0..<width {
                let index = Int(column)
                guard let value = value(row, column, types[index]) else {
                    throw .column(name: columns[index], problem: "is of PostgreSQL's type \(types[index]), cast it")
                }
                values.append(value)
            }
            rows.append(SQLRow(columns: columns, values: values))
        }
        return rows
    }

    private func value(_ row: Int32, _ column: Int32, _ type: Oid) -> SQLValue? {
        if PQgetisnull(result, row, column) == 1 { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
        return PostgresValue.decode(bytes, type)
    }
}
