import Database

extension SQLConnection {
    /// Runs a statement that takes many rows at once, `(VALUES …) v` with the columns `column1`, `column2`, …. Few sizes of it
    /// exist, so that they can be kept prepared: what does not fill one is filled up with its last element.
    /// - Parameters:
    ///   - columns: the SQL types of the arguments of one element.
    ///   - sql: the statement around the rows.
    func executeBatches<Element>(
        _ elements: [Element], columns: [String], sql: (_ rows: String) -> String,
        arguments: (Element) -> [any SQLValueConvertible]
    ) throws {
        var rest = elements[...]
        while let last = rest.last {
            let size = rest.count <= 1 ? 1 : rest.count <= 16 ? 16 : 128
            let batch = Array(rest.prefix(size))
            rest = rest.dropFirst(size)
            let filled = batch + Array(repeating: batch.last ?? last, count: size - batch.count)
            let rows = (0..<size).map { row in
                let fields = columns.enumerated().map { index, type in
                    "CAST(?\(row * columns.count + index + 1) AS \(type))"
                }
                return "(\(fields.joined(separator: ", ")))"
            }
            try execute(sql(rows.joined(separator: ", ")), filled.flatMap(arguments))
        }
    }

    /// The rows of a query for some numbers, which `sql` names as a list `(…)` behind its other arguments. Few sizes of it
    /// exist, as above.
    func queryBatches(
        _ numbers: [Int64], _ arguments: [any SQLValueConvertible] = [], sql: (_ list: String) -> String
    ) throws -> [SQLRow] {
        // Each once: a number in two batches would give its row twice.
        var seen: Set<Int64> = []
        var rest = numbers.filter { seen.insert($0).inserted }[...]
        var rows: [SQLRow] = []
        while let last = rest.last {
            let size = rest.count <= 1 ? 1 : rest.count <= 16 ? 16 : 128
            let batch = Array(rest.prefix(size))
            rest = rest.dropFirst(size)
            let filled = batch + Array(repeating: batch.last ?? last, count: size - batch.count)
            let places = (1...size).map { "?\(arguments.count + $0)" }.joined(separator: ", ")
            rows += try query(sql("(\(places))"), arguments + filled)
        }
        return rows
    }
}
