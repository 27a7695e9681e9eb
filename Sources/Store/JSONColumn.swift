import Database
import Domain

/// Small values that are kept as JSON in a text column.
enum JSONColumn {
    static func encode(_ value: JSONValue) -> String { String(decoding: CanonicalJSON.encode(value), as: UTF8.self) }

    static func encode(_ members: [String: JSONValue]) -> String { encode(.object(members)) }

    static func encode(_ elements: [JSONValue]) -> String { encode(.array(elements)) }

    static func encode(_ texts: [String]) -> String {
        var writer = JSONWriter()
        writer.array(texts)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    static func decode(_ text: String, _ column: String) throws -> JSONValue {
        // What most rows hold.
        if text == "{}" { return .object([:]) }
        do {
            return try JSONParser.parse(Array(text.utf8))
        } catch {
            throw unreadable(column)
        }
    }

    static func unreadable(_ column: String) -> DatabaseError {
        .column(name: column, problem: "holds JSON that this version cannot read")
    }
}
