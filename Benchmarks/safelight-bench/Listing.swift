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
        figures["path_bytes"] = pathBytes(of: listing.files)
        return listing
    }

    private static func pathBytes(of files: FileTable) -> Int {
        let folders = (0..<files.folderCount).map { files.path(of: FileTable.Folder($0)).count + 1 }
        return files.indices.reduce(0) { sum, file in
            sum + folders[Int(files.folder(file))] + files.withName(file) { $0.count }
        }
    }
}
