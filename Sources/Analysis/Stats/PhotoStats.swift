public import Domain

/// Counts images and sidecars and finds those that lack the other (analysis.md, *PhotoStats*).
public enum PhotoStats {
    /// How a run may differ from the usual.
    public struct Options: Hashable, Sendable {
        /// Whether sidecars are looked for over the whole tree instead of beside the image.
        public var pairAcrossDirectories: Bool

        /// Options; by default an image and its sidecar stand in one directory.
        public init(pairAcrossDirectories: Bool = false) {
            self.pairAcrossDirectories = pairAcrossDirectories
        }
    }

    /// Analyses a listing, in time linear in it. `sidecars` is what `SidecarReader` found in the files that
    /// `SidecarContents.files` names; nil where none was read. `skipped`, `warnings` and `scanSeconds` are what the listing said;
    /// they are handed through. The order of the files changes nothing.
    public static func analyse(
        files: FileTable, configuration: ToolConfiguration, options: Options = Options(),
        sidecars: SidecarContents? = nil, skipped: [String: Int] = [:], warnings: [String] = [], scanSeconds: Int = 0
    ) -> PhotoStatsResult {
        var result = PhotoStatsResult()
        var order = FolderOrder(files)
        var paths = ShownPaths(files)
        var counted = CountedFiles(files, ExtensionTable(configuration))
        counted.report(into: &result, &order, &paths)
        var scope = PairingScope(files, counted.extensions, order: order)
        counted.forEachFolder(asOne: options.pairAcrossDirectories) { scope.pair($0, $1) }
        order = scope.order
        scope.findings.show(into: &result, files, &order)
        sidecars?.report(into: &result, &order, &paths)
        result.warnings = CutList(of: warnings + contradictions(configuration)) { $0 }
        result.skipped = skipped
        result.scanSeconds = scanSeconds
        return result
    }

    private static func contradictions(_ configuration: ToolConfiguration) -> [String] {
        let images = Set(configuration.photoExtensions)
        let without = configuration.requireSidecar.filter { !images.contains($0) }.map {
            "\($0) is set to require a sidecar but is no photo extension, so it was not looked at; "
                + "add it to photo_extensions or remove it from require_sidecar"
        }
        let both = configuration.metadataExtensions.filter(images.contains).map {
            "\($0) is both a photo and a metadata extension and was counted as a photo; remove it from one of the two"
        }
        return without + both
    }
}
