import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Blobs as files in a folder: the default, in the data directory.
public struct FolderBlobStore: BlobStore {
    private let folder: String
    private let queue = DispatchQueue(label: "safelight.blobs", attributes: .concurrent)

    /// A store in a folder, which is made with mode 0700 where it does not exist.
    /// - Throws: `BlobError.failed` where it cannot be made.
    public init(folder: String) throws {
        self.folder = folder
        for path in [folder] + ["uploads", "results", "reports"].map({ "\(folder)/\($0)" }) {
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.failure(path) }
        }
    }

    /// Writes bytes at an offset, and to the disk.
    public func write(_ bytes: [UInt8], to name: String, at offset: Int64) async throws {
        try await blocking {
            let isNew = access(path(name), F_OK) != 0
            let descriptor = try open(name, O_WRONLY | O_CREAT)
            defer { close(descriptor) }
            try Self.write(bytes, to: descriptor, at: offset, name)
            // Without its entry in the folder a new file is gone after a power cut, whatever was synced of it.
            if isNew { try syncFolder(of: name) }
        }
    }

    /// Writes under another name first, then renames.
    public func put(_ bytes: [UInt8], as name: String) async throws {
        try await blocking {
            let partial = name + ".partial"
            let descriptor = try open(partial, O_WRONLY | O_CREAT | O_TRUNC)
            defer { close(descriptor) }
            do {
                try Self.write(bytes, to: descriptor, at: 0, name)
                guard rename(path(partial), path(name)) == 0 else { throw Self.failure(name) }
            } catch {
                // On a full disk above all, half a blob must not stay.
                unlink(path(partial))
                throw error
            }
            try syncFolder(of: name)
        }
    }

    /// Reads a part of a blob, or all of it.
    public func read(_ name: String, range: Range<Int64>?) async throws -> [UInt8] {
        try await blocking {
            let descriptor = try open(name, O_RDONLY)
            defer { close(descriptor) }
            let size = Int64(lseek(descriptor, 0, SEEK_END))
            let range = range ?? 0..<size
            guard range.upperBound <= size else { throw BlobError.missing(name: name) }
            var bytes = [UInt8](repeating: 0, count: range.count)
            var done = 0
            while done < bytes.count {
                let count = bytes.withUnsafeMutableBytes { buffer in
                    pread(
                        descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done,
                        off_t(range.lowerBound) + off_t(done))
                }
                guard count > 0 else { throw Self.failure(name) }
                done += count
            }
            return bytes
        }
    }

    /// Removes a blob.
    public func remove(_ name: String) async throws {
        try await blocking {
            guard unlink(path(name)) == 0 || errno == ENOENT else { throw Self.failure(name) }
        }
    }

    private func path(_ name: String) -> String { "\(folder)/\(name)" }

    private func open(_ name: String, _ flags: Int32) throws -> Int32 {
        #if canImport(Glibc)
        let descriptor = Glibc.open(path(name), flags | O_CLOEXEC, 0o600)
        #elseif canImport(Musl)
        let descriptor = Musl.open(path(name), flags | O_CLOEXEC, 0o600)
        #else
        let descriptor = Darwin.open(path(name), flags | O_CLOEXEC, 0o600)
        #endif
        guard descriptor >= 0 else { throw Self.failure(name) }
        return descriptor
    }

    private func syncFolder(of name: String) throws {
        let parent = name.split(separator: "/").dropLast().joined(separator: "/")
        let descriptor = try open(parent, O_RDONLY | O_DIRECTORY)
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.failure(name) }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, at offset: Int64, _ name: String) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(
                    descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, off_t(offset) + off_t(done)
                )
            }
            guard count > 0 else { throw failure(name) }
            done += count
        }
        guard fsync(descriptor) == 0 else { throw failure(name) }
    }

    private static func failure(_ name: String) -> BlobError {
        switch errno {
        case ENOENT: .missing(name: name)
        case ENOSPC, EDQUOT: .full
        default: .failed(name: name, reason: String(cString: strerror(errno)))
        }
    }

    /// File calls block; they keep to threads of their own.
    private func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
