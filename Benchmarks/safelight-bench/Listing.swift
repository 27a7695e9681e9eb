import CollectionSources
import Domain

/// The listing that an agent makes, timed.
enum Listing {
    static func measure(_ folder: String) throws -> Figures {
        var figures = Figures()
        _ = try list(folder, &figures)
        return figures
    }

    /// Lists a folder and notes time, memory and what the listing holds.
    static func list(_ folder: String, _ figures: inout Figures) throws -> FileListing {
        let source = LocalFolder(path: folder, roots: AuthorizedRoots([folder]))
        figures.notePeak("base_bytes")
        let listing = try figures.time("list_us") { try source.list() }
        figures.notePeak("listed_bytes")
        figures["files"] = listing.files.count
        var pathBytes = 0
        for folder in 0..<listing.files.folderCount {
            figures["folders"] += 1
            _ = folder
        }
        for file in listing.files.indices {
            pathBytes += listing.files.withName(file) { $0.count }
        }
        figures["path_bytes"] = pathBytes
        return listing
    }
}
