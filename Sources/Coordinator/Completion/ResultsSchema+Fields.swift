import Domain

/// The tables of fields. Source: analysis.md, the *Results* of each tool; required ones by protocol.md, *Results schema*.
extension ResultsSchema {
    static func fields(of tool: Tool) -> [ResultsSchemaField] {
        let own =
            switch tool {
            case .photostats: photostats
            case .photoPairing: photoPairing
            case .pipelineValidation: pipelineValidation
            }
        return own + shared
    }

    /// What every tool may add: which lists were cut, what could not be read, and what was left out.
    private static let shared: [ResultsSchemaField] = [
        ResultsSchemaField("warnings", .list(.text)),
        ResultsSchemaField("skipped", .map(.count)),
        ResultsSchemaField("scan_seconds", .amount),
        ResultsSchemaField("truncated", .map(.count)),
    ]

    private static let photostats: [ResultsSchemaField] = [
        ResultsSchemaField("total_files", .count, required: true),
        ResultsSchemaField("total_size", .count, required: true),
        ResultsSchemaField("file_counts", .map(.count)),
        ResultsSchemaField("storage_by_type", .map(.count)),
        ResultsSchemaField("paired_count", .count),
        ResultsSchemaField("orphaned_images_count", .count),
        ResultsSchemaField("orphaned_images", .list(.text)),
        ResultsSchemaField("orphaned_xmp_count", .count),
        ResultsSchemaField("orphaned_xmp", .list(.text)),
        ResultsSchemaField("shared_sidecars", .list(named("sidecar", texts: "images")), counted: true),
        ResultsSchemaField("double_sidecars", .list(named("image", texts: "sidecars")), counted: true),
        ResultsSchemaField("empty_files", .list(.text), counted: true),
        ResultsSchemaField("case_collisions", .list(named("directory", texts: "names")), counted: true),
        ResultsSchemaField("newest_file", .optional(datedFile)),
        ResultsSchemaField("oldest_file", .optional(datedFile)),
        ResultsSchemaField("ratings", .map(.count)),
        ResultsSchemaField("labels", .map(.count)),
        ResultsSchemaField("creator_tools", .map(.count)),
        ResultsSchemaField("cameras", .map(.count)),
        ResultsSchemaField("lenses", .map(.count)),
        ResultsSchemaField(
            "broken_sidecars",
            .list(
                .record([
                    ResultsSchemaField("path", .text), ResultsSchemaField("line", .count),
                    ResultsSchemaField("column", .count), ResultsSchemaField("reason", .text),
                ])), counted: true),
    ]

    private static let photoPairing: [ResultsSchemaField] = [
        ResultsSchemaField("group_count", .count, required: true),
        ResultsSchemaField("image_count", .count, required: true),
        ResultsSchemaField("file_count", .count, required: true),
        ResultsSchemaField("total_files", .count),
        ResultsSchemaField("camera_usage", .map(.count)),
        ResultsSchemaField(
            "cameras",
            .map(
                .record([
                    ResultsSchemaField("name", .text), ResultsSchemaField("serial_number", .optional(.text)),
                    ResultsSchemaField("groups", .count), ResultsSchemaField("images", .count),
                ]))),
        ResultsSchemaField("method_usage", .map(.count)),
        ResultsSchemaField("invalid_files_count", .count),
        ResultsSchemaField("invalid_files", .list(invalidFile)),
        ResultsSchemaField("ambiguous_groups", .list(ambiguousGroup), counted: true),
        ResultsSchemaField("imagegroups", .list(imageGroup)),
    ]

    private static let pipelineValidation: [ResultsSchemaField] = [
        ResultsSchemaField("total_images", .count, required: true),
        ResultsSchemaField("status_counts", .map(.count), required: true),
        ResultsSchemaField("total_files", .count),
        ResultsSchemaField("total_groups", .count),
        ResultsSchemaField("by_termination", .map(.map(.count))),
        ResultsSchemaField("archival_ready_count", .count),
        ResultsSchemaField(
            "path_stats",
            .list(
                .record([
                    ResultsSchemaField("path", .list(.text)), ResultsSchemaField("image_count", .count),
                    ResultsSchemaField("partial_count", .count),
                ]))),
        ResultsSchemaField(
            "edges",
            .list(
                .record([
                    ResultsSchemaField("from", .text), ResultsSchemaField("to", .text),
                    ResultsSchemaField("image_count", .count),
                ]))),
        ResultsSchemaField("images", .list(image)),
        ResultsSchemaField("invalid_files_count", .count),
        ResultsSchemaField("invalid_files", .list(invalidFile)),
    ]

    private static let datedFile = ResultsSchemaShape.record([
        ResultsSchemaField("path", .text), ResultsSchemaField("modified", .text),
    ])

    private static let invalidFile = ResultsSchemaShape.record(
        ["path", "filename", "code", "reason"].map { ResultsSchemaField($0, .text) })

    /// analysis.md leaves its form open; docs/tools/photo-pairing.md says it.
    private static let ambiguousGroup = ResultsSchemaShape.record([
        ResultsSchemaField("group_id", .text), ResultsSchemaField("duplicates_count", .count),
        ResultsSchemaField(
            "duplicates",
            .list(
                .record([
                    ResultsSchemaField("filename", .text), ResultsSchemaField("paths", .list(.text)),
                    ResultsSchemaField("paths_count", .count),
                ]))),
    ])

    private static let imageGroup = ResultsSchemaShape.record([
        ResultsSchemaField("group_id", .text), ResultsSchemaField("camera_id", .text),
        ResultsSchemaField("counter", .text),
        ResultsSchemaField(
            "separate_images",
            .map(
                .record([
                    ResultsSchemaField("files", .list(.text)), ResultsSchemaField("properties", .list(.text)),
                ]))),
    ])

    private static let image = ResultsSchemaShape.record([
        ResultsSchemaField("base_filename", .text), ResultsSchemaField("status", .text),
        ResultsSchemaField("archival_ready", .flag),
        ResultsSchemaField(
            "terminations",
            .list(
                .record([
                    ResultsSchemaField("type", .text), ResultsSchemaField("status", .text),
                    ResultsSchemaField("completion_percentage", .percentage),
                    ResultsSchemaField("missing_files", .list(.text)),
                    ResultsSchemaField("missing_files_count", .count),
                    ResultsSchemaField("extra_files", .list(.text)),
                    ResultsSchemaField("extra_files_count", .count),
                ]))),
    ])

    /// One text, and a list of others with how many there are in all.
    private static func named(_ name: String, texts: String) -> ResultsSchemaShape {
        .record([
            ResultsSchemaField(name, .text), ResultsSchemaField(texts, .list(.text)),
            ResultsSchemaField("\(texts)_count", .count),
        ])
    }
}
