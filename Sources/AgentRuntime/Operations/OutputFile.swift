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
        case file(LocalPath, mode: mode_t?)
        /// Something that is written into as it is, such as a terminal or a pipe.
        case stream
    }

    /// The path as the user wrote it.
    public let path: LocalPath

    /// Checks that the file can be written, before hours of work are spent on what goes into it.
    /// - Throws: `AgentError`, exit 73.
    public init(_ path: LocalPath) throws {
        self.path = path
        guard case .file(let file, let mode) = try target() else { return }
        let isReplaceable = mode == nil || access(file.cString, W_OK) == 0
        if !isReplaceable || access(file.folder.cString, W_OK | X_OK) != 0 { throw refusal(errno) }
    }

    /// Whether two paths lead to one file.
    public func isSame(as other: OutputFile) throws -> Bool {
        guard case .file(let mine, _) = try target(), case .file(let theirs, _) = try other.target() else {
            return false
        }
        return mine == theirs
    }

    /// Whether the file is there, and a path leads to it.
    public func isSame(as path: LocalPath) throws -> Bool {
        guard case .file(let mine, .some) = try target() else { return false }
        return path.resolved() == mine
    }

    /// The file that writing would replace, links resolved; nil where there is none.
    public func replacedFile() throws -> LocalPath? {
        guard case .file(let file, .some) = try target() else { return nil }
        return file
    }

    /// Writes the bytes beside the file, then puts them in its place.
    /// - Throws: `AgentError`, exit 73.
    public func write(_ bytes: [UInt8]) throws {
        switch try target() {
        case .stream: try write(bytes, to: path, flags: O_WRONLY, mode: nil)
        case .file(let file, let mode):
            let temporary = file.folder.appending(".safelight-\(getpid()).new".utf8)
            do {
                try write(bytes, to: temporary, flags: O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode: mode)
                guard rename(temporary.cString, file.cString) == 0 else { throw refusal(errno) }
            } catch {
                unlink(temporary.cString)
                throw error
            }
        }
    }

    private func write(_ bytes: [UInt8], to place: LocalPath, flags: Int32, mode: mode_t?) throws {
        let file = open(place.cString, flags | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw refusal(errno) }
        defer { close(file) }
        // A file system without modes keeps the bytes all the same.
        if let mode { _ = fchmod(file, mode) }
        do {
            try DurableFile.write(bytes, to: file, named: place.shown)
        } catch let failure as SystemFailure {
            // A reader that had enough of a pipe is no failure.
            if failure.number != EPIPE { throw refusal(failure.number) }
        }
    }

    private func target() throws -> Target {
        guard !path.bytes.isEmpty else { throw refusal(ENOENT) }
        if let status = path.status() {
            switch status.st_mode & S_IFMT {
            case S_IFDIR: throw refusal(EISDIR)
            case S_IFREG: return .file(path.resolved() ?? path, mode: status.st_mode & 0o7777)
            default: return .stream
            }
        }
        guard errno == ENOENT else { throw refusal(errno) }
        let place = try followed()
        guard !place.name.isEmpty, let folder = place.folder.resolved() else { throw refusal(ENOENT) }
        return .file(folder.appending(place.name), mode: nil)
    }

    /// The most links that are followed one after another, as many as Linux does.
    private static let linkLimit = 40

    /// Where a path leads on which nothing is yet: a link stays, as it does where its file is there.
    private func followed() throws -> LocalPath {
        var place = path
        for _ in 0..<Self.linkLimit {
            guard let next = place.linked() else { return place }
            place = next
        }
        throw refusal(ELOOP)
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
            code: "output_not_written", message: "\(path.shown) cannot be written (\(reason)). \(mend)",
            exit: .cannotCreate)
    }
}
