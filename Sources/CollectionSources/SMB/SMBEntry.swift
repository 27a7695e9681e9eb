/// An entry of a folder as libsmbclient hands it over (`struct libsmb_file_info`), on a system of 64 bits.
struct SMBEntry {
    enum Kind {
        case folder, file, link
    }

    /// What stays the same for as long as nothing in a folder changes, by whatever way one comes to it. A number alone would not do:
    /// where a server has none, the library makes one up from the name.
    struct Identity: Hashable {
        let inode: UInt64
        let modified: Time
        let changed: Time
    }

    struct Time: Hashable {
        let seconds: Int64
        let nanoseconds: Int64
    }

    private enum Offset {
        static let attributes = 8
        static let modified = 40
        static let changed = 72
        static let name = 88
    }

    private enum Attribute {
        static let folder: UInt16 = 0x10
        static let reparsePoint: UInt16 = 0x400
    }

    /// It lives as long as the entry does.
    let name: UnsafeBufferPointer<UInt8>
    let kind: Kind
    /// In bytes.
    let size: Int64
    let identity: Identity

    /// Reads what the library points to; nil for `..` and where there is no name.
    init?(_ info: UnsafeRawPointer, inode: UInt64) {
        guard let text = info.load(fromByteOffset: Offset.name, as: UnsafePointer<UInt8>?.self) else { return nil }
        var length = 0
        while text[length] != 0 { length += 1 }
        name = UnsafeBufferPointer(start: text, count: length)
        guard length > 0, !name.elementsEqual("..".utf8) else { return nil }
        size = Int64(clamping: info.load(as: UInt64.self))
        let attributes = info.load(fromByteOffset: Offset.attributes, as: UInt16.self)
        let isReparsePoint = attributes & Attribute.reparsePoint != 0
        if attributes & Attribute.folder != 0 {
            kind = isReparsePoint ? .link : .folder
        } else {
            // A file that has been moved to cheaper storage, or shares its blocks with others, is a file all the same.
            kind = isReparsePoint && size == 0 ? .link : .file
        }
        identity = Identity(
            inode: inode, modified: Self.time(info, Offset.modified), changed: Self.time(info, Offset.changed))
    }

    private static func time(_ info: UnsafeRawPointer, _ offset: Int) -> Time {
        Time(
            seconds: info.load(fromByteOffset: offset, as: Int64.self),
            nanoseconds: info.load(fromByteOffset: offset + 8, as: Int64.self))
    }
}
