public import Domain

extension PhotoPairingResult {
    /// Writes the results object under the names of analysis.md, in canonical form; `truncated` names what was cut.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("ambiguous_groups")
            writer.array(ambiguousGroups.entries) { $1.write(to: &$0) }
            writer.name("camera_usage")
            writer.object(of: cameraUsage.entries)
            writer.name("cameras")
            writer.object(of: cameras.entries) { $1.write(to: &$0) }
            writer.name("file_count")
            writer.integer(fileCount)
            writer.name("group_count")
            writer.integer(groupCount)
            writer.name("image_count")
            writer.integer(imageCount)
            if let imageGroups {
                writer.name("imagegroups")
                writer.array(imageGroups.entries) { $1.write(to: &$0) }
            }
            writer.name("invalid_files")
            writer.array(invalidFiles.entries) { $1.write(to: &$0) }
            writer.name("invalid_files_count")
            writer.integer(invalidFiles.total)
            writer.name("method_usage")
            writer.object(of: methodUsage.entries)
            writer.name("scan_seconds")
            writer.integer(scanSeconds)
            writer.name("skipped")
            writer.object(of: skipped)
            writer.name("total_files")
            writer.integer(totalFiles)
            if !truncated.isEmpty {
                writer.name("truncated")
                writer.object(of: truncated)
            }
            writer.name("warnings")
            writer.array(warnings.entries)
        }
    }

    /// Each list or map that was cut → how many entries it really has.
    private var truncated: [String: Int] {
        let sizes = [
            ("ambiguous_groups", ambiguousGroups.entries.count, ambiguousGroups.total),
            ("camera_usage", cameraUsage.entries.count, cameraUsage.total),
            ("cameras", cameras.entries.count, cameras.total),
            ("imagegroups", imageGroups?.entries.count ?? 0, imageGroups?.total ?? 0),
            ("invalid_files", invalidFiles.entries.count, invalidFiles.total),
            ("method_usage", methodUsage.entries.count, methodUsage.total),
            ("warnings", warnings.entries.count, warnings.total),
        ]
        return Dictionary(uniqueKeysWithValues: sizes.filter { $1 < $2 }.map { ($0.0, $0.2) })
    }
}

extension CameraUsage {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("groups")
            writer.integer(groups)
            writer.name("images")
            writer.integer(images)
            writer.name("name")
            writer.string(name)
            writer.name("serial_number")
            if let serialNumber { writer.string(serialNumber) } else { writer.null() }
        }
    }
}

extension InvalidFile {
    /// Writes the object that all results give an invalid file as.
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("code")
            writer.string(code.rawValue)
            writer.name("filename")
            writer.string(filename)
            writer.name("path")
            writer.string(path)
            writer.name("reason")
            writer.string(reason)
        }
    }
}

extension AmbiguousGroup {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("duplicates")
            writer.array(duplicates.entries) { writer, duplicate in
                writer.object { writer in
                    writer.name("filename")
                    writer.string(duplicate.filename)
                    writer.name("paths")
                    writer.array(duplicate.paths.entries)
                    writer.name("paths_count")
                    writer.integer(duplicate.paths.total)
                }
            }
            writer.name("duplicates_count")
            writer.integer(duplicates.total)
            writer.name("group_id")
            writer.string(id)
        }
    }
}

extension ImageGroupListing {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("camera_id")
            writer.string(ImageName.cameraID(key))
            writer.name("counter")
            writer.string(ImageName.counter(key))
            writer.name("group_id")
            writer.string(ImageName.groupID(key))
            writer.name("separate_images")
            writer.object { writer in
                // Ids are digits, in the order that canonical JSON wants.
                for image in images {
                    writer.name(image.id)
                    writer.object { writer in
                        writer.name("files")
                        writer.array(image.files)
                        writer.name("properties")
                        writer.array(image.properties)
                    }
                }
            }
        }
    }
}

extension InvalidFile: Shown {
    var byteCount: Int { jsonByteCount(path) + jsonByteCount(filename) + jsonByteCount(reason) + 64 }
}

extension AmbiguousGroup: Shown {
    var byteCount: Int {
        duplicates.entries.reduce(64) { sum, duplicate in
            duplicate.paths.entries.reduce(sum + jsonByteCount(duplicate.filename) + 48) { $0 + jsonByteCount($1) + 3 }
        }
    }
}
