#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

#if canImport(Darwin)
typealias DirectoryStream = UnsafeMutablePointer<DIR>
#else
typealias DirectoryStream = OpaquePointer
#endif

/// The few system calls that a listing makes, all relative to open folders and none of them through a symbolic link.
enum FileSystem {
    /// What a descriptor stands for, whatever its name has become.
    struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64
    }

    /// A failed call's number.
    struct Failure: Error {
        let code: Int32

        /// That of the call which has just failed.
        static var latest: Failure { Failure(code: errno) }

        /// The system's own words.
        var reason: String { String(cString: strerror(code)) }
    }

    /// Opens a folder by its absolute path, following links: only for roots, which the user vouches for.
    static func openRoot(_ path: [UInt8]) throws(Failure) -> Int32 {
        let terminated = path.map { CChar(bitPattern: $0) } + [0]
        return try check(open(terminated, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    }

    /// Opens a folder by its name in another; a symbolic link in its place is an error.
    static func openFolder(_ name: [UInt8], in parent: Int32) throws(Failure) -> Int32 {
        let terminated = name.map { CChar(bitPattern: $0) } + [0]
        return try check(openat(parent, terminated, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
    }

    /// Goes down from an open folder by names, one step at a time; takes the descriptor over, and closes it whatever happens.
    static func openPath(_ names: [[UInt8]], from folder: Int32) throws(Failure) -> Int32 {
        var current = folder
        for name in names {
            let parent = current
            defer { closeDescriptor(parent) }
            current = try openFolder(name, in: parent)
        }
        return current
    }

    /// Opens a file for reading by its name in a folder, without following a link, and without waiting for a pipe's writer.
    static func openFile(_ name: UnsafeBufferPointer<UInt8>, in folder: Int32) throws(Failure) -> Int32 {
        guard isPlain(name) else { throw Failure(code: ENOENT) }
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        let descriptor = withUnsafeTemporaryAllocation(of: CChar.self, capacity: name.count + 1) { terminated in
            name.withMemoryRebound(to: CChar.self) { _ = terminated.update(fromContentsOf: $0) }
            terminated[name.count] = 0
            return terminated.baseAddress.map { openat(folder, $0, flags) } ?? -1
        }
        return try check(descriptor)
    }

    /// Whether a name can only stand for an entry of the folder itself.
    private static func isPlain(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        !name.isEmpty && !name.contains(slash) && !name.contains(0) && !name.elementsEqual("..".utf8)
    }

    /// Reads once, as far as the buffer goes; 0 at the end.
    static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        while true {
            #if canImport(Glibc)
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
            let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
            #else
            let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 { return count }
            if errno != Codes.interrupted { throw .latest }
        }
    }

    /// What the system says of an open descriptor.
    static func status(of descriptor: Int32) throws(Failure) -> stat {
        var status = stat()
        _ = try check(fstat(descriptor, &status))
        return status
    }

    /// What an open descriptor stands for.
    static func identity(of descriptor: Int32) throws(Failure) -> Identity {
        let status = try status(of: descriptor)
        return Identity(device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(status.st_ino))
    }

    /// The path without links, `.` and `..`, as the system sees it now.
    static func canonicalPath(_ path: [UInt8]) throws(Failure) -> [UInt8] {
        let terminated = path.map { CChar(bitPattern: $0) } + [0]
        guard let resolved = realpath(terminated, nil) else { throw Failure(code: errno) }
        defer { free(resolved) }
        return UnsafeBufferPointer(start: resolved, count: strlen(resolved)).map { UInt8(bitPattern: $0) }
    }

    /// Another descriptor of an open file; nil where no more may be open.
    static func duplicate(_ descriptor: Int32) -> Int32? {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        return copy < 0 ? nil : copy
    }

    /// Closes a descriptor; there is nothing to be done about a failure of that, other than closing it once only: a second time
    /// it may be another thread's.
    static func closeDescriptor(_ descriptor: Int32) {
        let result = close(descriptor)
        assert(result == 0 || errno != EBADF, "a descriptor was closed twice")
    }

    private static func check(_ result: Int32) throws(Failure) -> Int32 {
        guard result >= 0 else { throw Failure(code: errno) }
        return result
    }
}

extension stat {
    /// When the content last changed, in milliseconds since the Unix epoch, rounded down.
    var modifiedMilliseconds: Int64 {
        #if canImport(Darwin)
        let time = st_mtimespec
        #else
        let time = st_mtim
        #endif
        return FileTime.milliseconds(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    }
}
