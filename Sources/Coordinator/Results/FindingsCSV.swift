import Domain

/// What a result found, one finding in a line, for a spreadsheet: `finding,file,detail` in CSV (RFC 4180) with a byte order
/// mark, without which spreadsheets take UTF-8 for something else.
struct FindingsCSV {
    private var text = "\u{FEFF}finding,file,detail\r\n"

    /// The findings of canonical results, list by list. Results of 50 MB are walked, not parsed into values.
    /// - Throws: `CanonicalJSONError`.
    static func of(_ results: [UInt8]) throws -> [UInt8] {
        var csv = FindingsCSV()
        try CanonicalJSONReader.read(results) { reader in
            var members = try reader.beginObject()
            while let name = try reader.nextMember(&members) {
                let name = reader.decoded(name)
                if lists.contains(name), try reader.kind() == .array {
                    try csv.add(name, from: &reader)
                } else {
                    let start = reader.position
                    try reader.skip()
                    if name == "truncated" { csv.addTruncated(reader.value(start..<reader.position)) }
                }
            }
        }
        return Array(csv.text.utf8)
    }

    /// The lists of all tools that hold findings (analysis.md).
    private static let lists: Set<String> = [
        "ambiguous_groups", "broken_sidecars", "case_collisions", "double_sidecars", "empty_files", "images",
        "invalid_files", "orphaned_images", "orphaned_xmp", "shared_sidecars",
    ]

    private mutating func add(_ list: String, from reader: inout CanonicalJSONReader) throws {
        var elements = try reader.beginArray()
        while try reader.nextElement(&elements) {
            let start = reader.position
            try reader.skip()
            if let value = reader.value(start..<reader.position) { add(list, value) }
        }
    }

    private mutating func add(_ list: String, _ value: JSONValue) {
        switch list {
        case "orphaned_images": line("orphaned image", value, "has no sidecar")
        case "orphaned_xmp": line("orphaned sidecar", value, "belongs to no image")
        case "empty_files": line("empty file", value, "has 0 bytes")
        case "shared_sidecars": line("shared sidecar", value["sidecar"], "of \(Self.texts(value["images"]))")
        case "double_sidecars": line("double sidecars", value["image"], "has \(Self.texts(value["sidecars"]))")
        case "case_collisions": line("colliding names", value["directory"], Self.texts(value["names"]))
        case "broken_sidecars":
            let place = [value["line"], value["column"]].compactMap { $0?.integerValue.map(String.init) }
            line(
                "broken sidecar", value["path"], "\(place.joined(separator: ":")) \(value["reason"]?.stringValue ?? "")"
            )
        case "invalid_files": line("invalid name", value["path"], value["reason"]?.stringValue ?? "")
        case "ambiguous_groups":
            for duplicate in value["duplicates"]?.arrayValue ?? [] {
                line("ambiguous group", value["group_id"], Self.texts(duplicate["paths"]))
            }
        default: addImage(value)
        }
    }

    /// An image that is not consistent with its pipeline, for each termination type of which something is off.
    private mutating func addImage(_ image: JSONValue) {
        guard let status = image["status"]?.stringValue, status != "CONSISTENT" else { return }
        let finding = status.lowercased().split(separator: "_").joined(separator: " ")
        for termination in image["terminations"]?.arrayValue ?? [] where termination["status"] != "CONSISTENT" {
            let parts = [("missing", termination["missing_files"]), ("extra", termination["extra_files"])]
                .filter { $1?.arrayValue?.isEmpty == false }.map { "\($0) \(Self.texts($1))" }
            let type = termination["type"]?.stringValue ?? ""
            line(finding, image["base_filename"], "\(type): \(parts.joined(separator: "; "))")
        }
    }

    private mutating func addTruncated(_ totals: JSONValue?) {
        let cut = (totals?.objectValue ?? [:]).filter { Self.lists.contains($0.key) }
        for (list, total) in cut.sorted(by: { $0.key < $1.key }) {
            line("not all listed", "", "\(list): \(total.integerValue ?? 0) in all, the first of them stand here")
        }
    }

    private static func texts(_ list: JSONValue?) -> String {
        (list?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: ", ")
    }

    private mutating func line(_ finding: String, _ file: JSONValue?, _ detail: String) {
        text += "\(finding),\(Self.field(file?.stringValue ?? "")),\(Self.field(detail))\r\n"
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
