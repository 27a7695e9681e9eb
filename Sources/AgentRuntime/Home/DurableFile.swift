#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Files that are either there whole or not at all, whatever happens to the machine while they are written.
enum DurableFile {
    /// Puts bytes in the place of whatever the path held: written beside it, synced, renamed, the folder synced.
    static func replace(_ path: String, with bytes: [UInt8], mode: mode_t) throws {
        let temporary = path + ".new"
        try write(bytes, to: temporary, mode: mode)
        guard rename(temporary, path) == 0 else { throw SystemFailure.last("put \(path) in place") }
        try syncFolder(String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)))
    }

    /// Writes a new file and waits until it is on the disk.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)
        guard file >= 0 else { throw SystemFailure.last("create \(path)") }
        defer { close(file) }
        guard fchmod(file, mode) == 0 else { throw SystemFailure.last("set the mode of \(path)") }
        try write(bytes, to: file, named: path)
        guard fsync(file) == 0 else { throw SystemFailure.last("save \(path)") }
    }

    /// Writes all bytes into an open file.
    static func write(_ bytes: [UInt8], to file: Int32, named path: String) throws {
        try bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = append(file, UnsafeRawBufferPointer(rebasing: rest))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw SystemFailure.last("write \(path)") }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Waits until what was added to, renamed in or removed from a folder is on the disk.
    static func syncFolder(_ path: String) throws {
        let folder = open(path.isEmpty ? "/" : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw SystemFailure.last("open \(path)") }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw SystemFailure.last("save \(path)") }
    }

    /// All bytes of a file.
    static func read(_ path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SystemFailure.last("read \(path)") }
        defer { close(file) }
        var bytes: [UInt8] = []
        while true {
            let part = try read(path, file: file, offset: Int64(bytes.count), count: 1 << 18)
            if part.isEmpty { return bytes }
            bytes += part
        }
    }

    /// At most that many bytes of a file from an offset; fewer only at its end.
    static func read(_ path: String, offset: Int64, count: Int) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SystemFailure.last("read \(path)") }
        defer { close(file) }
        var bytes: [UInt8] = []
        while bytes.count < count {
            let part = try read(path, file: file, offset: offset + Int64(bytes.count), count: count - bytes.count)
            if part.isEmpty { break }
            bytes += part
        }
        return bytes
    }

    /// At most that many bytes from the start of a file, a pipe or a device.
    static func readStart(_ path: LocalPath, count: Int) throws -> [UInt8] {
        let file = open(path.cString, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SystemFailure.last("read \(path.shown)") }
        defer { close(file) }
        var bytes: [UInt8] = []
        while bytes.count < count {
            let wanted = min(1 << 16, count - bytes.count)
            let part = try [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
                var result = next(file, buffer.baseAddress, wanted)
                while result < 0, errno == EINTR { result = next(file, buffer.baseAddress, wanted) }
                guard result >= 0 else { throw SystemFailure.last("read \(path.shown)") }
                filled = result
            }
            if part.isEmpty { break }
            bytes += part
        }
        return bytes
    }

    private static func next(_ file: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
        #if canImport(Glibc)
        Glibc.read(file, buffer, count)
        #elseif canImport(Musl)
        Musl.read(file, buffer, count)
        #else
        Darwin.read(file, buffer, count)
        #endif
    }

    private static func read(_ path: String, file: Int32, offset: Int64, count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var result = pread(file, buffer.baseAddress, count, off_t(offset))
            while result < 0, errno == EINTR { result = pread(file, buffer.baseAddress, count, off_t(offset)) }
            guard result >= 0 else { throw SystemFailure.last("read \(path)") }
            filled = result
        }
    }

    private static func append(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.write(file, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
        Musl.write(file, bytes.baseAddress, bytes.count)
        #else
        Darwin.write(file, bytes.baseAddress, bytes.count)
        #endif
    }
}
