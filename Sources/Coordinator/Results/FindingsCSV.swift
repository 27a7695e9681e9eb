import Domain

/// What a result found, one finding in a line, for a spreadsheet: `finding,file,detail` in CSV (RFC 4180) with a byte order
/// mark, without which spreadsheets take UTF-8 for something else.
struct FindingsCSV {
    private var text = "\u{FEFF}finding,file,detail\r\n"

    /// The findings of canonical results.
    /// - Throws: `CanonicalJSONError`.
    static func of(_ results: [UInt8]) throws -> [UInt8] {
        var csv = FindingsCSV()
        try FindingWalk.of(results) { csv.add($0) }
        return Array(csv.text.utf8)
    }

    private mutating func add(_ finding: Finding) {
        text += "\(finding.kind),\(Self.field(finding.file)),\(Self.field(finding.detail))\r\n"
    }

    /// A field in quotes where it needs them. A spreadsheet would run a name such as `=HYPERLINK(…)`; an apostrophe before it
    /// makes it text. By bytes: a sign with an accent behind it is another letter to Swift, and the same sign to a spreadsheet.
    private static func field(_ value: String) -> String {
        let isFormula = value.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
        let value = isFormula ? "'" + value : value
        guard value.utf8.contains(where: { "\",\n\r".utf8.contains($0) }) else { return value }
        var quoted: [UInt8] = [0x22]
        for byte in value.utf8 {
            if byte == 0x22 { quoted.append(byte) }
            quoted.append(byte)
        }
        return String(decoding: quoted + [0x22], as: UTF8.self)
    }
}
