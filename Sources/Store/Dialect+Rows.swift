import Database

extension Dialect {
    /// Whether rows that are read can be kept from others until the transaction ends; there is no need to where there is
    /// one writer.
    var locksRows: Bool { !forUpdateSkipLocked.isEmpty }

    /// Sets a member of a JSON object that is kept as text. Name and value are SQL; the value is JSON as text.
    func settingMember(_ name: String, to value: String, of column: String) -> String {
        switch self {
        case .sqlite: "json_set(\(column), '$.' || \(name), json(\(value)))"
        default:
            "CAST(CAST(\(column) AS JSONB) || jsonb_build_object(CAST(\(name) AS TEXT), CAST(\(value) AS JSONB)) AS TEXT)"
        }
    }
}
