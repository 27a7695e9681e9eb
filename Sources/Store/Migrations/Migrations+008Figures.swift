import Database

extension Migrations {
    /// The key figures of a result, so that lists, trends and comparisons read no results.
    static let figures = Migration(number: 8, name: "figures") { d in
        ["ALTER TABLE results ADD COLUMN figures \(d.text)"]
    }
}
