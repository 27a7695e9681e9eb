#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A folder that is open, by its descriptor and, where it was read, by the stream that owns the descriptor.
struct OpenFolder {
    /// What an entry is, as far as the folder itself says.
    enum EntryKind {
        case folder, file, link, special, unknown
    }

    let descriptor: Int32
    private var stream: DirectoryStream?

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Begins the reading: from here on the stream owns the descriptor.
    mutating func openStream() -> FileSystem.Failure? {
        stream = fdopendir(descriptor)
        return stream == nil ? FileSystem.Failure(code: errno) : nil
    }

    /// Hands every entry but `.` and `..` to the body, with its name, which lives for the call and has a NUL behind it.
    func read(
        _ body: (UnsafeBufferPointer<UInt8>, EntryKind) throws(FolderWalk.Stop) -> Void
    ) throws(FolderWalk.Stop) -> FileSystem.Failure? {
        guard let stream else { return nil }
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                return errno == 0 ? nil : FileSystem.Failure(code: errno)
            }
            let kind = OpenFolder.kind(entry.pointee.d_type)
            // Not by value: d_name is 256 bytes wide, and some file systems write more than that.
            let text = UnsafeRawPointer(entry).advanced(by: nameOffset)
            let name = UnsafeBufferPointer(
                start: text.assumingMemoryBound(to: UInt8.self),
                count: strlen(text.assumingMemoryBound(to: CChar.self)))
            if name[0] == dot, name.count == 1 || (name.count == 2 && name[1] == dot) { continue }
            try body(name, kind)
        }
    }

    /// The own size, time and mode of an entry that is being read, links not followed.
    func status(of name: UnsafeBufferPointer<UInt8>) throws(FileSystem.Failure) -> stat {
        var status = stat()
        let result = name.withMemoryRebound(to: CChar.self) { name in
            name.baseAddress.map { fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) }
        }
        guard result == 0 else { throw FileSystem.Failure(code: errno) }
        return status
    }

    func close() {
        if let stream {
            closedir(stream)
        } else {
            FileSystem.closeDescriptor(descriptor)
        }
    }

    /// What a mode says that the entry is.
    static func kind(of status: stat) -> EntryKind {
        // The numbers behind S_IFMT, S_IFREG, S_IFDIR and S_IFLNK, which would each cost a call for every file.
        switch status.st_mode & 0o170000 {
        case 0o100000: .file
        case 0o040000: .folder
        case 0o120000: .link
        default: .special
        }
    }

    private static func kind(_ type: UInt8) -> EntryKind {
        switch Int(type) {
        case Int(DT_REG): .file
        case Int(DT_DIR): .folder
        case Int(DT_LNK): .link
        case Int(DT_UNKNOWN): .unknown
        default: .special
        }
    }
}

/// The layout is the system's, so the offset is always known; 19 is that of Linux.
private let nameOffset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 19
private let dot = UInt8(ascii: ".")
