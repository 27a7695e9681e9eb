public import Domain

extension PhotoStatsResult {
    /// The results object under the names of analysis.md, integers and texts only; `truncated` names the lists that were cut.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "total_files": .integer(Int64(totalFiles)),
            "total_size": .integer(totalSize),
            "file_counts": .object(fileCounts.mapValues { .integer(Int64($0)) }),
            "storage_by_type": .object(storageByType.mapValues { .integer($0) }),
            "paired_count": .integer(Int64(pairedCount)),
            "orphaned_images_count": .integer(Int64(orphanedImages.total)),
            "orphaned_xmp_count": .integer(Int64(orphanedSidecars.total)),
            "newest_file": newestFile?.json ?? .null,
            "oldest_file": oldestFile?.json ?? .null,
            "skipped": .object(skipped.mapValues { .integer(Int64($0)) }),
            "scan_seconds": .integer(Int64(scanSeconds)),
        ]
        var truncated: [String: JSONValue] = [:]
        func add<Element>(_ name: String, _ list: CutList<Element>, _ json: (Element) -> JSONValue) {
            members[name] = .array(list.entries.map(json))
            if list.total > list.entries.count { truncated[name] = .integer(Int64(list.total)) }
        }
        add("orphaned_images", orphanedImages) { .string($0) }
        add("orphaned_xmp", orphanedSidecars) { .string($0) }
        add("shared_sidecars", sharedSidecars) { $0.json }
        add("double_sidecars", doubleSidecars) { $0.json }
        add("empty_files", emptyFiles) { .string($0) }
        add("case_collisions", caseCollisions) { $0.json }
        add("warnings", warnings) { .string($0) }
        if !truncated.isEmpty { members["truncated"] = .object(truncated) }
        return .object(members)
    }
}

extension DatedFile {
    var json: JSONValue { ["path": .string(path), "modified": .string(modified.description)] }
}

extension SharedSidecar {
    var json: JSONValue {
        ["sidecar": .string(sidecar), "images": images.json, "images_count": .integer(Int64(images.total))]
    }
}

extension DoubleSidecar {
    var json: JSONValue {
        ["image": .string(image), "sidecars": sidecars.json, "sidecars_count": .integer(Int64(sidecars.total))]
    }
}

extension NameCollision {
    var json: JSONValue {
        ["directory": .string(directory), "names": names.json, "names_count": .integer(Int64(names.total))]
    }
}

extension CutList where Element == String {
    var json: JSONValue { .array(entries.map { .string($0) }) }
}
