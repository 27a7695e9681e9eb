public import Domain

/// Groups photo files by the camera and the counter in their names (analysis.md, *Photo Pairing*).
public enum PhotoPairing {
    /// Whether results list every group with its files.
    public enum GroupListing: Hashable, Sendable {
        /// They do not.
        case omitted
        /// They do where all of them fit into a list; otherwise they leave the list out.
        case whereComplete
        /// They do, as far as they fit into a list.
        case listed
    }

    /// How a run may differ from the usual.
    public struct Options: Hashable, Sendable {
        /// Whether `imagegroups` is in the results.
        public var imageGroups: GroupListing

        /// Options; by default without the groups themselves.
        public init(imageGroups: GroupListing = .omitted) {
            self.imageGroups = imageGroups
        }
    }

    /// Analyses a listing, in time linear in it but for sorting. `skipped`, `warnings` and `scanSeconds` are what the listing said;
    /// they are handed through. The order of the files changes nothing.
    public static func analyse(
        files: FileTable, configuration: ToolConfiguration, options: Options = Options(),
        skipped: [String: Int] = [:], warnings: [String] = [], scanSeconds: Int = 0
    ) -> PhotoPairingResult {
        let index = ImageIndex(files: files, extensions: ExtensionTable(configuration))
        var count = PairingCount(index: index, configuration: configuration)
        count.run()
        var result = count.result
        let order = LazyPathOrder(files)
        result.invalidFiles = index.listedInvalidFiles(order)
        for file in index.invalid { result.invalidCounts[file.code, default: 0] += 1 }
        result.ambiguousGroups = index.listedAmbiguousGroups(count.ambiguousGroups, order)
        result.totalFiles = result.fileCount + result.invalidFiles.total
        if options.imageGroups != .omitted {
            let listed = index.listedGroups(total: result.groupCount, order)
            let isComplete = listed.entries.count == listed.total
            if isComplete || options.imageGroups == .listed { result.imageGroups = listed }
        }
        result.warnings = CutList(of: warnings + unmatchable(configuration)) { $0 }
        result.skipped = skipped
        result.scanSeconds = scanSeconds
        return result
    }

    /// Settings that no valid file name can ever meet.
    private static func unmatchable(_ configuration: ToolConfiguration) -> [String] {
        let cameras = configuration.cameraMappings.keys.sorted().filter { id in
            id.utf8.count != 4 || !isValid(id + "0001")
        }
        let methods = configuration.processingMethods.keys.sorted().filter { id in
            !id.isEmpty && (id.utf8.contains(UInt8(ascii: "-")) || !isValid("AAAA0001-" + id))
        }
        return cameras.map {
            "camera_mappings.\($0) fits no file name: a camera is four capital letters or digits, such as AB3D; "
                + "correct or remove it"
        }
            + methods.map {
                "processing_methods.\($0) fits no file name: a method is letters (A–Z, a–z), digits, spaces and "
                    + "underscores; correct or remove it"
            }
    }

    private static func isValid(_ stem: String) -> Bool {
        let parsed = Array(stem.utf8).withUnsafeBufferPointer { ImageName.parse(stem: $0) }
        if case .success = parsed { return true }
        return false
    }
}
