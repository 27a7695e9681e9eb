import Domain

/// Something that a result found, as it stands in a line of a list: `orphaned image`, the file or name that it is about, and
/// what is wrong with it.
public struct Finding: Hashable, Sendable {
    /// Its kind, in words.
    public var kind: String
    /// The path, group or image that it is about; empty where it is about none.
    public var file: String
    /// What is wrong.
    public var detail: String

    /// A finding of its parts.
    public init(kind: String, file: String, detail: String) {
        self.kind = kind
        self.file = file
        self.detail = detail
    }
}

/// Walks the findings of canonical results, list by list. Results of 50 MB are walked, not parsed into values.
struct FindingWalk {
    private let visit: (Finding) -> Void

    /// Hands each finding to a closure, in the order of the results.
    /// - Throws: `CanonicalJSONError`.
    static func of(_ results: [UInt8], _ visit: (Finding) -> Void) throws {
        try withoutActuallyEscaping(visit) { visit in
            let walk = FindingWalk(visit: visit)
            try CanonicalJSONReader.read(results) { reader in
                var members = try reader.beginObject()
                while let name = try reader.nextMember(&members) {
                    let name = reader.decoded(name)
                    if lists.contains(name), try reader.kind() == .array {
                        try walk.visit(name, from: &reader)
                    } else {
                        let start = reader.position
                        try reader.skip()
                        if name == "truncated" { walk.visitTruncated(reader.value(start..<reader.position)) }
                    }
                }
            }
        }
    }

    /// The lists of all tools that hold findings (analysis.md).
    private static let lists: Set<String> = [
        "ambiguous_groups", "broken_sidecars", "case_collisions", "double_sidecars", "empty_files", "images",
        "invalid_files", "orphaned_images", "orphaned_xmp", "shared_sidecars",
    ]
    /// The kind of the line that says that a list was cut.
    static let notAllListed = "not all listed"

    private func visit(_ list: String, from reader: inout CanonicalJSONReader) throws {
        var elements = try reader.beginArray()
        while try reader.nextElement(&elements) {
            let start = reader.position
            try reader.skip()
            if let value = reader.value(start..<reader.position) { visit(list, value) }
        }
    }

    private func visit(_ list: String, _ value: JSONValue) {
        switch list {
        case "orphaned_images": found("orphaned image", value, "has no sidecar")
        case "orphaned_xmp": found("orphaned sidecar", value, "belongs to no image")
        case "empty_files": found("empty file", value, "has 0 bytes")
        case "shared_sidecars": found("shared sidecar", value["sidecar"], "of \(Self.texts(value["images"]))")
        case "double_sidecars": found("double sidecars", value["image"], "has \(Self.texts(value["sidecars"]))")
        case "case_collisions": found("colliding names", value["directory"], Self.texts(value["names"]))
        case "broken_sidecars":
            let place = [value["line"], value["column"]].compactMap { $0?.integerValue.map(String.init) }
            found(
                "broken sidecar", value["path"], "\(place.joined(separator: ":")) \(value["reason"]?.stringValue ?? "")"
            )
        case "invalid_files": found("invalid name", value["path"], value["reason"]?.stringValue ?? "")
        case "ambiguous_groups":
            for duplicate in value["duplicates"]?.arrayValue ?? [] {
                found("ambiguous group", value["group_id"], Self.texts(duplicate["paths"]))
            }
        default: visitImage(value)
        }
    }

    /// An image that is not consistent with its pipeline, for each termination type of which something is off.
    private func visitImage(_ image: JSONValue) {
        guard let status = image["status"]?.stringValue, status != "CONSISTENT" else { return }
        let kind = status.lowercased().split(separator: "_").joined(separator: " ")
        for termination in image["terminations"]?.arrayValue ?? [] where termination["status"] != "CONSISTENT" {
            let parts = [("missing", termination["missing_files"]), ("extra", termination["extra_files"])]
                .filter { $1?.arrayValue?.isEmpty == false }.map { "\($0) \(Self.texts($1))" }
            let type = termination["type"]?.stringValue ?? ""
            found(kind, image["base_filename"], "\(type): \(parts.joined(separator: "; "))")
        }
    }

    private func visitTruncated(_ totals: JSONValue?) {
        let cut = (totals?.objectValue ?? [:]).filter { Self.lists.contains($0.key) }
        for (list, total) in cut.sorted(by: { $0.key < $1.key }) {
            found(
                Self.notAllListed, "", "\(list): \(total.integerValue ?? 0) in all, the first of them stand here")
        }
    }

    private func found(_ kind: String, _ file: JSONValue?, _ detail: String) {
        visit(Finding(kind: kind, file: file?.stringValue ?? "", detail: detail))
    }

    private static func texts(_ list: JSONValue?) -> String {
        (list?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: ", ")
    }
}
