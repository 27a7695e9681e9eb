/// Folders that one thread leaves to another: by their names, in a folder that is open.
struct FolderShare {
    /// The folder that holds them; whoever has the share closes it.
    let folder: Int32
    /// That folder's relative path, with a slash at its end unless it is the root's empty one.
    let path: [UInt8]
    let names: [[UInt8]]
}
