#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The folders that jobs may read, as commands change them. SL-1.
public enum RootFolders {
    /// The folder that a path leads to, absolute and with symbolic links resolved.
    /// - Throws: `AgentError`, exit 66, where there is no such folder; 69 where it cannot be reached.
    public static func canonical(_ path: LocalPath) throws -> LocalPath {
        guard let canonical = path.resolved() else { throw refusal(path, .last("find it")) }
        guard let status = canonical.status(), status.st_mode & S_IFMT == S_IFDIR else {
            throw AgentError(
                code: "not_a_folder", message: "\(path.shown) is not a folder. Name the folder that holds the photos.",
                exit: .missingInput)
        }
        return canonical
    }

    /// The same for a path that is kept in a text: it has to be one itself.
    public static func canonical(_ path: String) throws -> String {
        let canonical = try canonical(LocalPath(path))
        guard let text = String(validating: canonical.bytes, as: UTF8.self) else {
            throw AgentError(
                code: "path_is_no_text",
                message: "\(canonical.shown) is not UTF-8, so it cannot be kept. Rename the folder.",
                exit: .missingInput)
        }
        return text
    }

    private static func refusal(_ folder: LocalPath, _ failure: SystemFailure) -> AgentError {
        let path = folder.shown
        func missing(_ words: String) -> AgentError {
            AgentError(code: "path_missing", message: words, exit: .missingInput)
        }
        switch failure.number {
        case ENOENT:
            var status = stat()
            return lstat(folder.cString, &status) == 0
                ? missing("\(path) is a link that leads nowhere. Mount what it leads to, or name another folder.")
                : missing("\(path) does not exist. Name a folder that does, or mount the disk that it is on.")
        case ENOTDIR: return missing("\(path) leads through a file. Name a folder that exists.")
        case ELOOP: return missing("\(path) is a link that leads back to itself. Mend the link, or name the folder.")
        case ENAMETOOLONG: return missing("The path is longer than any can be. Name a folder that exists.")
        case EACCES, EPERM:
            return AgentError(
                code: "permission_denied", message: "You may not look into \(path). Ask for read permission on it.",
                exit: .unavailable)
        default:
            return AgentError(
                code: "storage_unavailable",
                message: "\(path) cannot be reached (\(failure.reason)). Check that its disk or share is connected.",
                exit: .unavailable)
        }
    }

    /// Whether this user can list a folder.
    public static func isReadable(_ path: String) -> Bool {
        access(path, R_OK | X_OK) == 0
    }

    /// Adds a folder to a home's settings; one that is there already changes nothing.
    /// - Returns: the folder as it was stored.
    public static func add(_ path: String, to home: AgentHome) throws -> String {
        let folder = try canonical(path)
        var file = try ConfigFile.load(home)
        if !file.roots.contains(folder) {
            file.roots.append(folder)
            try file.save(home)
        }
        return folder
    }

    /// Takes a folder out of a home's settings; it need not exist any more.
    /// - Throws: `AgentError`, exit 66, where it is no root.
    public static func remove(_ path: String, from home: AgentHome) throws -> String {
        var file = try ConfigFile.load(home)
        // `try?`: a folder that is gone is removed by the name it was stored under.
        let names = [path, try? canonical(path)].compactMap { $0 }
        guard let index = file.roots.firstIndex(where: { names.contains($0) }) else {
            throw AgentError(
                code: "no_such_root",
                message: "\(path) is not an authorised root. `safelight-agent roots list` shows them.",
                exit: .missingInput)
        }
        let removed = file.roots.remove(at: index)
        try file.save(home)
        return removed
    }
}
