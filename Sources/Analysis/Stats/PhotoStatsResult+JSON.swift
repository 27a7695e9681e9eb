public import Domain

extension PhotoStatsResult {
    /// Writes the results object under the names of analysis.md, integers and texts only; `truncated` names the lists that were cut.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            if let figures = sidecarFigures {
                writer.member("broken_sidecars") { $0.array(brokenSidecars.entries) { $1.write(to: &$0) } }
                writer.member("cameras") { $0.object(of: figures.cameras) }
            }
            writer.member("case_collisions") { $0.array(caseCollisions.entries) { $1.write(to: &$0) } }
            if let figures = sidecarFigures {
                writer.member("creator_tools") { $0.object(of: figures.creatorTools) }
            }
            writer.member("double_sidecars") { $0.array(doubleSidecars.entries) { $1.write(to: &$0) } }
            writer.member("empty_files") { $0.array(emptyFiles.entries) }
            writer.member("file_counts") { $0.object(of: fileCounts) }
            if let figures = sidecarFigures {
                writer.member("labels") { $0.object(of: figures.labels) }
                writer.member("lenses") { $0.object(of: figures.lenses) }
            }
            writer.member("newest_file") { DatedFile.write(newestFile, to: &$0) }
            writer.member("oldest_file") { DatedFile.write(oldestFile, to: &$0) }
            writer.member("orphaned_images") { $0.array(orphanedImages.entries) }
            writer.member("orphaned_images_count") { $0.integer(orphanedImages.total) }
            writer.member("orphaned_xmp") { $0.array(orphanedSidecars.entries) }
            writer.member("orphaned_xmp_count") { $0.integer(orphanedSidecars.total) }
            writer.member("paired_count") { $0.integer(pairedCount) }
            if let figures = sidecarFigures { writer.member("ratings") { $0.object(of: figures.ratings) } }
            writer.member("scan_seconds") { $0.integer(scanSeconds) }
            writer.member("shared_sidecars") { $0.array(sharedSidecars.entries) { $1.write(to: &$0) } }
            writer.member("skipped") { $0.object(of: skipped) }
            writer.member("storage_by_type") { $0.object(of: storageByType) }
            writer.member("total_files") { $0.integer(totalFiles) }
            writer.member("total_size") { $0.integer(totalSize) }
            if !truncated.isEmpty { writer.member("truncated") { $0.object(of: truncated) } }
            writer.member("warnings") { $0.array(warnings.entries) }
        }
    }

    /// The lists that were cut, with how long they really are.
    private var truncated: [String: Int] {
        let lists = [
            ("orphaned_images", orphanedImages.entries.count, orphanedImages.total),
            ("orphaned_xmp", orphanedSidecars.entries.count, orphanedSidecars.total),
            ("shared_sidecars", sharedSidecars.entries.count, sharedSidecars.total),
            ("double_sidecars", doubleSidecars.entries.count, doubleSidecars.total),
            ("empty_files", emptyFiles.entries.count, emptyFiles.total),
            ("case_collisions", caseCollisions.entries.count, caseCollisions.total),
            ("broken_sidecars", brokenSidecars.entries.count, brokenSidecars.total),
            ("warnings", warnings.entries.count, warnings.total),
        ]
        return Dictionary(uniqueKeysWithValues: lists.filter { $0.1 < $0.2 }.map { ($0.0, $0.2) })
    }
}

extension JSONWriter {
    /// Writes a member whose value the body writes.
    fileprivate mutating func member(_ name: String, _ value: (inout JSONWriter) -> Void) {
        self.name(name)
        value(&self)
    }

    /// Writes a list of names with how many there really are, beside what they belong to.
    fileprivate mutating func named(_ owner: String, _ text: String, _ list: String, _ names: CutList<String>) {
        var members: [(name: String, value: (inout JSONWriter) -> Void)] = [
            (owner, { $0.string(text) }), (list, { $0.array(names.entries) }),
            (list + "_count", { $0.integer(names.total) }),
        ]
        members.sort { $0.name < $1.name }
        object { writer in for entry in members { writer.member(entry.name, entry.value) } }
    }
}

extension DatedFile {
    fileprivate static func write(_ file: DatedFile?, to writer: inout JSONWriter) {
        guard let file else { return writer.null() }
        writer.object { writer in
            writer.member("modified") { $0.string(file.modified.description) }
            writer.member("path") { $0.string(file.path) }
        }
    }
}

extension SharedSidecar {
    fileprivate func write(to writer: inout JSONWriter) { writer.named("sidecar", sidecar, "images", images) }
}

extension DoubleSidecar {
    fileprivate func write(to writer: inout JSONWriter) { writer.named("image", image, "sidecars", sidecars) }
}

extension NameCollision {
    fileprivate func write(to writer: inout JSONWriter) { writer.named("directory", directory, "names", names) }
}

extension BrokenSidecar {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("column") { $0.integer(column) }
            writer.member("line") { $0.integer(line) }
            writer.member("path") { $0.string(path) }
            writer.member("reason") { $0.string(reason) }
        }
    }
}
