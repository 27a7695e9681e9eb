import Analysis
import Domain
import HTML

extension PhotoPairingReport {
    /// The findings, worst first.
    static func findings(_ result: PhotoPairingResult) -> [Finding] {
        let invalid = shownInvalidFiles(result)
        return
            ([warnings(result), ambiguousGroups(result)]
            + InvalidName.allCases.map { invalidNames($0, invalid[$0] ?? [], result) } + [
                unnamedCameras(result), undescribedMethods(result), cameras(result),
            ]).compactMap { $0 }
    }

    private static func warnings(_ result: PhotoPairingResult) -> Finding? {
        Finding(
            .problem, "Warnings", result.warnings,
            meaning: "Something could not be looked at, or a setting fits no file name: the figures may lack files.",
            action: "follow what each warning says, then run again.", columns: ["Warning"],
            row: { [Finding.name($0)] })
    }

    private static func ambiguousGroups(_ result: PhotoPairingResult) -> Finding? {
        Finding(
            .problem, "Ambiguous groups", result.ambiguousGroups,
            meaning: "One file name stands in several folders: the camera's counter has passed 9999 and two photos "
                + "share a name, or one file is a copy of the other.",
            action: "compare them; delete the copy, or give one of the photos another camera id or counter.",
            columns: ["Group", "Files"],
            row: { [Finding.name($0.id), duplicates($0)] })
    }

    private static func duplicates(_ group: AmbiguousGroup) -> HTML {
        let lists = group.duplicates.entries.map { Finding.names($0.paths) }
        let rest = group.duplicates.total - lists.count
        let more: HTML =
            rest > 0 ? "<p class=\"more\">and \(NumberText.count(rest, "more name"))</p>" : .empty
        return HTML(joining: lists) + more
    }

    /// What the tables of invalid names show, all of them together within a bound.
    private static func shownInvalidFiles(_ result: PhotoPairingResult) -> [InvalidName: [InvalidFile]] {
        var shown: [InvalidName: [InvalidFile]] = [:]
        var bytes = 0
        for file in result.invalidFiles.entries where (shown[file.code]?.count ?? 0) < Finding.rowLimit {
            bytes += HTML(text: file.path).markup.utf8.count + HTML(text: file.reason).markup.utf8.count
            if bytes > 3 * Finding.byteLimit { break }
            shown[file.code, default: []].append(file)
        }
        return shown
    }

    private static func invalidNames(
        _ code: InvalidName, _ files: [InvalidFile], _ result: PhotoPairingResult
    ) -> Finding? {
        Finding(
            .problem, title(code), CutList(files, total: result.invalidCounts[code] ?? 0), meaning: meaning(code),
            action: action(code), columns: ["File", "What is wrong"],
            row: { [Finding.name($0.path), "\($0.reason)"] })
    }

    private static func unnamedCameras(_ result: PhotoPairingResult) -> Finding? {
        let unnamed = result.cameras.entries.filter { !$0.value.isNamed }.map { ($0.key, $0.value.images) }
        return counted(
            "Cameras without a name", unnamed,
            meaning: "The settings do not say what these camera ids stand for, so figures show the ids.",
            action: "add them to camera_mappings if you want to read names.", column: "Camera id")
    }

    private static func undescribedMethods(_ result: PhotoPairingResult) -> Finding? {
        let methods = result.undescribedMethods
        return counted(
            "Methods without a description", methods.entries.map { ($0.key, $0.value) }, total: methods.total,
            meaning:
                "The settings do not say what these properties of file names mean, so figures show them as they are. "
                + "They are compared as they are written: hdr is not HDR.",
            action: "add them to processing_methods, or rename the files if one is a slip of the pen.",
            column: "Method")
    }

    private static func counted(
        _ title: String, _ counts: [(String, Int)], total: Int? = nil, meaning: String, action: String, column: String
    ) -> Finding? {
        let sorted = counts.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map { [$0.0, NumberText.grouped($0.1)] }
        return Finding(
            .information, title, CutList(sorted, total: total ?? sorted.count), meaning: meaning, action: action,
            columns: [column, "Images"], row: { [Finding.name($0[0]), "\($0[1])"] })
    }

    private static func cameras(_ result: PhotoPairingResult) -> Finding? {
        let sorted = result.cameras.entries.sorted { ($1.value.images, $0.key) < ($0.value.images, $1.key) }
        let rows = sorted.map { id, camera in
            [
                id, camera.name, camera.serialNumber ?? "", NumberText.grouped(camera.groups),
                NumberText.grouped(camera.images),
            ]
        }
        return Finding(
            .information, "Cameras", CutList(rows, total: result.cameras.total),
            meaning: "The cameras that file names speak of.", action: "nothing.",
            columns: ["Camera id", "Name", "Serial number", "Groups", "Images"],
            row: { [Finding.name($0[0]), "\($0[1])", "\($0[2])", "\($0[3])", "\($0[4])"] })
    }
}
