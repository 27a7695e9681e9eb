import Domain
import Wire

/// The numbers of a tool's results, or of a collection's statistics, that people look for first.
enum CollectionFigures {
    /// The key figures of a tool's results.
    static func of(_ tool: Tool, _ results: JSONValue) -> [KeyFigure] {
        switch tool {
        case .photostats: photoStats(results)
        case .photoPairing: photoPairing(results)
        case .pipelineValidation: pipelineValidation(results)
        }
    }

    /// The key figures of the last of several results of a tool, with their course; the oldest result first.
    static func of(_ tool: Tool, course results: [JSONValue]) -> [KeyFigure] {
        let courses = results.map { result in
            Dictionary(of(tool, result).map { ($0.name, $0.amount) }, uniquingKeysWith: { first, _ in first })
        }
        return (results.last.map { of(tool, $0) } ?? []).map { figure in
            var figure = figure
            // A trouble that is not shown is none.
            figure.history = courses.compactMap { $0[figure.name] ?? (figure.isBad ? 0 : nil) }
            return figure
        }
    }

    /// A tool's part of a collection's statistics; nil where it has not run.
    static func statistics(_ tool: Tool, of collection: CollectionDTO) -> JSONValue? {
        if let own = collection.statistics[tool.rawValue], own.objectValue != nil { return own }
        let marker = tool == .photostats ? "total_size" : tool == .photoPairing ? "group_count" : "total_images"
        return collection.statistics[marker] == nil ? nil : .object(collection.statistics)
    }

    /// What a list says of a collection's health; nil where nothing is known.
    static func health(_ collection: CollectionDTO) -> (text: String, isTrouble: Bool)? {
        health(of: Tool.allCases.compactMap { tool in statistics(tool, of: collection).map { (tool, $0) } })
    }

    /// What results of tools say together; nil without any.
    static func health(of results: [(tool: Tool, figures: JSONValue)]) -> (text: String, isTrouble: Bool)? {
        guard !results.isEmpty else { return nil }
        let troubles = results.flatMap { found(wrongBy: $0.tool, $0.figures) }.filter { $0.count > 0 }
            .map { NumberText.count($0.count, $0.noun) }
        return troubles.isEmpty ? ("No trouble", false) : (troubles.joined(separator: ", "), true)
    }

    /// Every number that should be zero, so that nothing is called well beside a figure in red.
    private static func found(wrongBy tool: Tool, _ statistics: JSONValue) -> [(count: Int64, noun: String)] {
        func sum(_ values: JSONValue?...) -> Int64 { values.reduce(0) { $0 + ($1?.integerValue ?? 0) } }
        switch tool {
        case .photostats:
            return [
                (sum(statistics["orphaned_images_count"], statistics["orphaned_xmp_count"]), "orphan"),
                (sum(statistics["empty_files_count"]), "empty file"),
                (sum(statistics["case_collisions_count"]), "colliding name"),
                (sum(statistics["broken_sidecars_count"]), "broken sidecar"),
            ]
        case .photoPairing:
            return [
                (sum(statistics["invalid_files_count"]), "invalid name"),
                (sum(statistics["ambiguous_groups_count"]), "ambiguous group"),
            ]
        case .pipelineValidation:
            let counts = statistics["status_counts"]
            return [(sum(counts?["partial"], counts?["inconsistent"]), "incomplete image")]
        }
    }

    private static func photoStats(_ results: JSONValue) -> [KeyFigure] {
        [
            number("Files", results["total_files"]), size("Total size", results["total_size"]),
            number("Paired", results["paired_count"]),
            trouble("Orphaned images", results["orphaned_images_count"]),
            trouble("Orphaned sidecars", results["orphaned_xmp_count"]),
            rare("Empty files", results["empty_files_count"]),
            rare("Colliding names", results["case_collisions_count"]),
            rare("Broken sidecars", results["broken_sidecars_count"]),
        ].compactMap(\.self)
    }

    private static func photoPairing(_ results: JSONValue) -> [KeyFigure] {
        [
            number("Groups", results["group_count"]), number("Images", results["image_count"]),
            number("Files", results["file_count"]), trouble("Invalid names", results["invalid_files_count"]),
            trouble("Ambiguous groups", results["ambiguous_groups_count"]),
        ].compactMap(\.self)
    }

    private static func pipelineValidation(_ results: JSONValue) -> [KeyFigure] {
        let counts = results["status_counts"]
        return [
            number("Images", results["total_images"]), number("Archival ready", results["archival_ready_count"]),
            number("Consistent", counts?["consistent"]), number("With extra files", counts?["consistent_with_warning"]),
            trouble("Partial", counts?["partial"]), trouble("Inconsistent", counts?["inconsistent"]),
        ].compactMap(\.self)
    }

    /// A trouble that most archives have none of: shown where there is some.
    private static func rare(_ name: String, _ value: JSONValue?) -> KeyFigure? {
        trouble(name, value).flatMap { $0.isTrouble ? $0 : nil }
    }

    private static func number(_ name: String, _ value: JSONValue?) -> KeyFigure? {
        value?.integerValue.map { KeyFigure(name: name, amount: $0) }
    }

    private static func size(_ name: String, _ value: JSONValue?) -> KeyFigure? {
        value?.integerValue.map { KeyFigure(name: name, amount: $0, unit: .bytes) }
    }

    private static func trouble(_ name: String, _ value: JSONValue?) -> KeyFigure? {
        value?.integerValue.map { KeyFigure(name: name, amount: $0, isBad: true) }
    }
}
