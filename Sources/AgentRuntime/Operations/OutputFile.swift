#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that a command is told to write: there whole, or as it was before.
public struct OutputFile: Hashable, Sendable {
    /// What the path leads to.
    private enum Target {
        /// A file, or nothing yet; links in the path are resolved.
        case file(String, mode: mode_t?)
        /// Something that is written into as it is, such as a terminal or a pipe.
        case stream
    }

    /// The path as the user wrote it.
    public let path: String

    /// Checks that the file can be written, before hours of work are spent on what goes into it.
    /// - Throws: `AgentError`, exit 73.
    public init(_ path: String) throws {
        self.path = path
        guard case .file(let file, let mode) = try target() else { return }
        let isWritable = access(mode == nil ? Self.folder(of: file) : file, W_OK) == 0
        if !isWritable || access(Self.folder(of: file), W_OK | X_OK) != 0 { throw refusal(errno) }
    }

    /// Whether two paths lead to one file.
    public func isSame(as other: OutputFile) throws -> Bool {
        guard case .file(let mine, _) = try target(), case .file(let theirs, _) = try other.target() else {
            return false
        }
        return mine == theirs
    }

    /// Whether the file is the one that a path leads to.
    public func isSame(as path: String) throws -> Bool {
        guard case .file(let mine, .some) = try target() else { return false }
        return Self.resolved(path) == mine
    }

    /// Writes the bytes beside the file, then puts them in its place.
    /// - Throws: `AgentError`, exit 73.
    public func write(_ bytes: [UInt8]) throws {
        switch try target() {
        case .stream: try write(bytes, to: path, flags: O_WRONLY, mode: nil)
        case .file(let file, let mode):
            let temporary = "\(Self.folder(of: file))/.safelight-\(getpid()).new"
            do {
                try write(bytes, to: temporary, flags: O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode: mode)
                guard rename(temporary, file) == 0 else { throw refusal(errno) }
            } catch {
                unlink(temporary)
                throw error
            }
        }
    }

    private func write(_ bytes: [UInt8], to path: String, flags: Int32, mode: mode_t?) throws {
        let file = open(path, flags | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw refusal(errno) }
        defer { close(file) }
        if let mode { _ = fchmod(file, mode) }
        do {
            try DurableFile.write(bytes, to: file, named: path)
        } catch let failure as SystemFailure {
            throw refusal(failure.number)
        }
    }

    private func target() throws -> Target {
        guard !path.isEmpty else { throw refusal(ENOENT) }
        var status = stat()
        if stat(path, &status) == 0 {
            switch status.st_mode & S_IFMT {
            case S_IFDIR: throw refusal(EISDIR)
            case S_IFREG: return .file(Self.resolved(path) ?? path, mode: status.st_mode & 0o7777)
            default: return .stream
            }
        }
        guard errno == ENOENT, path.last != "/", let folder = Self.resolved(Self.folder(of: path)) else {
            throw refusal(errno)
        }
        let name = path.suffix(from: path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)
        return .file("\(folder == "/" ? "" : folder)/\(name)", mode: nil)
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private func refusal(_ number: Int32) -> AgentError {
        let reason = String(cString: strerror(number))
        let mend =
            switch number {
            case EISDIR: "It is a folder; name a file in it."
            case ENOENT, ENOTDIR: "Make its folder first, or name a file in one that exists."
            case ENOSPC, EDQUOT: "Make room, or name a file on another disk."
            default: "Name a file that you may write."
            }
        return AgentError(
            code: "output_not_written", message: "\(path) cannot be written (\(reason)). \(mend)", exit: .cannotCreate)
    }
}
