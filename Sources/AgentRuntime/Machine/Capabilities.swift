import CollectionSources
import Domain
import Wire

/// What an agent can do, as it tells the server. FR-450.1.
public enum Capabilities {
    /// The tools that are built in.
    public static let tools: [Tool] = ToolRun.tools

    /// What this machine lacks for things that agents can do, and how to mend it; a sentence for each.
    public static let lacks = lacks(.installed)

    static func lacks(_ library: SMBLibrary?) -> [String] {
        library == nil ? ["SMB shares cannot be read yet. \(SMBLibrary.hint)"] : []
    }

    /// `local_filesystem` where there is a root to read, and each tool with its version.
    /// - Parameter connectors: those whose credentials it holds.
    public static func list(roots: [String], connectors: [String] = []) -> [String] {
        let local = roots.isEmpty ? [] : [Need.localFilesystem.description]
        let sources = RemotePlace.types().compactMap { Need.source($0.collectionType)?.description }
        return local + tools.map { "\(Need.tool($0)):\(SafelightVersion.current)" } + sources
            + connectors.map { "connector:\($0)" }
    }
}
