import Domain

@testable import Analysis

/// Pipeline Validation word by word: every image against every walk, with sets of texts and nothing of the real thing in it.
struct NaiveValidation {
    private struct Name {
        let image: [String]
        let methods: [String]
        let ending: String
        let full: String

        /// Nil for what is no photo's and no sidecar's name. The ids in it are as long as they are.
        init?(_ path: [UInt8], photos: Set<String>, sidecars: Set<String>) {
            // Valid names are ASCII; the others that are tried here are not.
            let name = NaiveName.components(path).name
            guard name.allSatisfy({ $0 < 0x80 }) else { return nil }
            full = String(decoding: name, as: UTF8.self)
            var parts = full.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard parts.count > 1 else { return nil }
            ending = "." + parts.removeLast().lowercased()
            guard photos.contains(ending) || sidecars.contains(ending) else { return nil }
            if sidecars.contains(ending), parts.count == 2, photos.contains("." + parts[1].lowercased()) {
                parts.removeLast()
            }
            guard parts.count == 1, parts[0].count >= 8 else { return nil }
            var properties = parts[0].dropFirst(8).split(separator: "-").map(String.init)
            var id = ""
            if let first = properties.firstIndex(where: { $0.allSatisfy(\.isNumber) }) {
                id = properties.remove(at: first)
            }
            image = [String(parts[0].prefix(8)), id]
            methods = properties
        }

        var canonical: String { NaiveValidation.name(image, methods, ending).lowercased() }
    }

    private struct Match {
        let status: ValidationStatus
        let matched: Set<String>
        let missing: [String]
        let extra: Set<String>
        let percentage: Int
        let nodeCount: Int
    }

    let types: [String]
    let walks: [PipelineWalk]
    let groups: [[String]]

    private static func name(_ image: [String], _ methods: [String], _ ending: String) -> String {
        image[0] + methods.map { "-" + $0 }.joined() + (image[1].isEmpty ? "" : "-" + image[1]) + ending
    }

    /// Every image in a line, as `ValidatedImage.line` has it.
    func lines(_ paths: [[UInt8]], _ configuration: ToolConfiguration) -> [String] {
        let (photos, sidecars) = (Set(configuration.photoExtensions), Set(configuration.metadataExtensions))
        let names = paths.compactMap { Name($0, photos: photos, sidecars: sidecars) }
        let images = Set(names.filter { photos.contains($0.ending) }.map(\.image))
        return images.sorted { $0.lexicographicallyPrecedes($1) }.map { image in
            line(image, names.filter { $0.image == image })
        }
    }

    /// The photo files of other names than valid ones, in the order of their raw paths, as shown.
    func invalidPaths(_ paths: [[UInt8]], _ configuration: ToolConfiguration) -> [[UInt8]] {
        let photos = Set(configuration.photoExtensions)
        let invalid = paths.filter { path in
            guard let ending = NaiveName.pieces(NaiveName.components(path).name)?.last.flatMap(NaiveName.ending),
                photos.contains(ending)
            else { return false }
            return Name(path, photos: photos, sidecars: []) == nil
        }
        return invalid.sorted { $0.lexicographicallyPrecedes($1) }.map { Array(displayText($0).utf8) }
    }

    private func line(_ image: [String], _ files: [Name]) -> String {
        let actual = Set(files.map(\.canonical))
        let best = types.sorted().map { type in (type, self.best(type, image, actual)) }
        let statuses = Dictionary(uniqueKeysWithValues: best.map { ($0, $1?.status ?? .inconsistent) })
        let ofGroups = groups.map { group in group.compactMap { statuses[$0] }.min() ?? .inconsistent }
        let overall = ofGroups.max() ?? .inconsistent
        let isReady = statuses.values.contains { $0 <= .consistentWithWarning }
        let base = image[0] + (image[1].isEmpty ? "" : "-" + image[1])
        return base + " " + overall.word + (isReady ? " ready" : "")
            + best.map { type, match in
                let unwanted = match?.extra ?? actual
                let extra = Set(files.filter { unwanted.contains($0.canonical) }.map(\.full)).sorted()
                return "; \(type) \((match?.status ?? .inconsistent).word) \(match?.percentage ?? 0)"
                    + (match?.missing ?? []).sorted().map { " -" + $0 }.joined() + extra.map { " +" + $0 }.joined()
            }.joined()
    }

    private func best(_ type: String, _ image: [String], _ actual: Set<String>) -> Match? {
        var best: Match?
        for walk in walks where walk.terminationType == type && !walk.isTruncated {
            let match = match(walk, image, actual)
            if best.map({ isBetter(match, $0) }) ?? true { best = match }
        }
        return best
    }

    /// Complete before incomplete, then most matched, then fewest nodes, then fewest missing; the first found stays.
    private func isBetter(_ match: Match, _ other: Match) -> Bool {
        let (mine, others) = (match.status <= .consistentWithWarning, other.status <= .consistentWithWarning)
        if mine != others { return mine }
        if match.matched.count != other.matched.count { return match.matched.count > other.matched.count }
        if match.nodeCount != other.nodeCount { return match.nodeCount < other.nodeCount }
        return match.missing.count < other.missing.count
    }

    private func match(_ walk: PipelineWalk, _ image: [String], _ actual: Set<String>) -> Match {
        var required: [String: String] = [:]
        for file in walk.expected where !file.isOptional {
            let name = Self.name(image, file.methods, file.extension)
            required[name.lowercased()] = required[name.lowercased()] ?? name
        }
        let optional = Set(
            walk.expected.filter(\.isOptional).map { Self.name(image, $0.methods, $0.extension).lowercased() }
        ).subtracting(required.keys)
        let counted = actual.subtracting(optional)
        let matched = counted.intersection(required.keys)
        let status: ValidationStatus =
            if matched.isEmpty {
                .inconsistent
            } else if matched.count < required.count {
                .partial
            } else {
                counted.count == required.count ? .consistent : .consistentWithWarning
            }
        return Match(
            status: status, matched: matched, missing: required.filter { !matched.contains($0.key) }.map(\.value),
            extra: counted.subtracting(matched),
            percentage: required.isEmpty ? 0 : matched.count * 100 / required.count, nodeCount: walk.nodeCount)
    }
}
