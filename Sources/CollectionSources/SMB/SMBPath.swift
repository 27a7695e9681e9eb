/// Paths as libsmbclient takes them: addresses in which everything that could mean something else is escaped.
enum SMBPath {
    /// A name or a path of a share, escaped; slashes stay, as nothing but a border between names.
    static func escaped(_ path: some Sequence<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        for byte in path {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), slash:
                text.append(byte)
            default: text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return text
    }

    /// Whether a name that a server gave can stand for an entry of the folder, and for nothing else.
    static func isPlain(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        !name.isEmpty && name.count <= 4096 && !name.contains { $0 == slash || $0 == UInt8(ascii: "\\") }
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
