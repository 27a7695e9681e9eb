import Domain
import Wire

/// What an agent can do, as it tells the server. FR-450.1.
public enum Capabilities {
    /// The tools that are built in.
    public static let tools: [Tool] = ToolRun.tools

    /// `local_filesystem` where there is a root to read, and each tool with its version.
    public static func list(roots: [String]) -> [String] {
        let local = roots.isEmpty ? [] : [Need.localFilesystem.description]
        return local + tools.map { "\(Need.tool($0)):\(SafelightVersion.current)" }
    }
}
