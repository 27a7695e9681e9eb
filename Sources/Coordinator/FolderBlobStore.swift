import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Blobs as files in a folder: the default, in the data directory. The folder may be one that several servers share, as
/// long as a rename in it is atomic and a file that was synced and closed can be read elsewhere, as on NFS.
public struct FolderBlobStore: BlobStore {
    private let folder: String
    private let queue = DispatchQueue(label: "safelight.blobs", attributes: .concurrent)

    /// A store in a folder, which is made with mode 0700 where it does not exist.
    /// - Throws: `BlobError.failed` where it cannot be made.
    public init(folder: String) throws {
        self.folder = folder
        for path in [folder] + BlobFolder.all.map({ "\(folder)/\($0)" }) {
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.failure(path) }
        }
    }

    /// Writes under a name of its own first, so that two servers never write into one file, then renames.
    public func put(_ bytes: [UInt8], as name: String, synced: Bool) async throws {
        try await blocking {
            let partial = "\(name).partial-\(String(UInt64.random(in: .min ... .max), radix: 36))"
            do {
                try writeWhole(bytes, as: partial, synced: synced)
                guard rename(path(partial), path(name)) == 0 else { throw Self.failure(name) }
            } catch {
                // On a full disk above all, half a blob must not stay.
                unlink(path(partial))
                throw error
            }
            // Without its entry in the folder a new file is gone after a power cut, whatever was synced of it.
            if synced { try syncFolder(of: name) }
        }
    }

    /// Closed before it gets its name: on a network file system others see it from then on.
    private func writeWhole(_ bytes: [UInt8], as name: String, synced: Bool) throws {
        let descriptor = try open(name, O_WRONLY | O_CREAT | O_EXCL)
        do {
            try Self.write(bytes, to: descriptor, name)
            guard !synced || fsync(descriptor) == 0 else { throw Self.failure(name) }
        } catch {
            close(descriptor)
            throw error
        }
        guard close(descriptor) == 0 else { throw Self.failure(name) }
    }

    /// Reads a part of a blob, or all of it.
    public func read(_ name: String, range: Range<Int64>?) async throws -> [UInt8] {
        try await blocking {
            let descriptor = try open(name, O_RDONLY)
            defer { close(descriptor) }
            let size = Int64(lseek(descriptor, 0, SEEK_END))
            let range = range ?? 0..<max(0, size)
            guard range.upperBound <= size else { throw BlobError.missing(name: name) }
            return try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, done in
                while done < range.count {
                    let count = pread(
                        descriptor, buffer.baseAddress?.advanced(by: done), range.count - done,
                        off_t(range.lowerBound) + off_t(done))
                    guard count > 0 else { throw Self.failure(name) }
                    done += count
                }
            }
        }
    }

    /// Removes a blob.
    public func remove(_ name: String) async throws {
        try await blocking {
            guard unlink(path(name)) == 0 || errno == ENOENT else { throw Self.failure(name) }
        }
    }

    /// The names of the files.
    public func names(in folder: String) async throws -> [String] {
        try await blocking {
            guard let stream = opendir(path(folder)) else { throw Self.failure(folder) }
            defer { closedir(stream) }
            var names: [String] = []
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { names.append("\(folder)/\(name)") }
            }
            return names.sorted()
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

    private static func write(_ bytes: [UInt8], to descriptor: Int32, _ name: String) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, off_t(done))
            }
            guard count > 0 else { throw failure(name) }
            done += count
        }
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
