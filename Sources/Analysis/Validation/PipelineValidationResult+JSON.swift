public import Domain

extension PipelineValidationResult {
    /// Writes the results object under the names of analysis.md; `truncated` names the lists that were cut.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("archival_ready_count")
            writer.integer(archivalReadyCount)
            writer.name("by_termination")
            writer.object(of: byTermination) { $1.write(to: &$0, name: \.word) }
            writer.name("edges")
            writer.array(edges) { $1.write(to: &$0) }
            writer.name("images")
            writer.array(images.entries) { $1.write(to: &$0) }
            writer.name("invalid_files")
            writer.array(invalidFiles.entries) { $1.write(to: &$0) }
            writer.name("invalid_files_count")
            writer.integer(invalidFiles.total)
            writer.name("path_stats")
            writer.array(pathStats.entries) { $1.write(to: &$0) }
            writer.name("scan_seconds")
            writer.integer(scanSeconds)
            writer.name("skipped")
            writer.object(of: skipped)
            writer.name("status_counts")
            statusCounts.write(to: &writer, name: \.key)
            for (name, count) in [
                ("total_files", totalFiles), ("total_groups", totalGroups), ("total_images", totalImages),
            ] {
                writer.name(name)
                writer.integer(count)
            }
            writeTruncated(to: &writer)
            writer.name("warnings")
            writer.array(warnings.entries)
        }
    }

    private func writeTruncated(to writer: inout JSONWriter) {
        let cut = [
            ("images", images.entries.count, images.total),
            ("invalid_files", invalidFiles.entries.count, invalidFiles.total),
            ("path_stats", pathStats.entries.count, pathStats.total),
            ("warnings", warnings.entries.count, warnings.total),
        ].filter { $0.1 < $0.2 }
        guard !cut.isEmpty else { return }
        writer.name("truncated")
        writer.object(of: Dictionary(uniqueKeysWithValues: cut.map { ($0.0, $0.2) }))
    }
}

extension ValidationCounts {
    fileprivate func write(to writer: inout JSONWriter, name: (ValidationStatus) -> String) {
        writer.object(
            of: Dictionary(uniqueKeysWithValues: ValidationStatus.allCases.map { (name($0), self[$0]) }))
    }
}

extension EdgeUse {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("from")
            writer.string(from)
            writer.name("image_count")
            writer.integer(imageCount)
            writer.name("to")
            writer.string(to)
        }
    }
}

extension PathUse {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("image_count")
            writer.integer(imageCount)
            writer.name("partial_count")
            writer.integer(partialCount)
            writer.name("path")
            writer.array(path)
        }
    }
}

extension ValidatedImage {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("archival_ready")
            writer.bool(isArchivalReady)
            writer.name("base_filename")
            writer.string(baseFilename)
            writer.name("status")
            writer.string(status.word)
            writer.name("terminations")
            writer.array(terminations) { $1.write(to: &$0) }
        }
    }
}

extension ValidatedTermination {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("completion_percentage")
            writer.integer(completionPercentage)
            writer.name("extra_files")
            writer.array(extraFiles.entries)
            writer.name("extra_files_count")
            writer.integer(extraFiles.total)
            writer.name("missing_files")
            writer.array(missingFiles.entries)
            writer.name("missing_files_count")
            writer.integer(missingFiles.total)
            writer.name("status")
            writer.string(status.word)
            writer.name("type")
            writer.string(type)
        }
    }
}
