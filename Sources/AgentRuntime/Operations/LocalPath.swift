import Analysis

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A path of this machine as the system has it: bytes, which need not be UTF-8.
public struct LocalPath: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The bytes, without a NUL.
    public let bytes: [UInt8]

    /// A path of raw bytes.
    public init(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// A path of text.
    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// A path that is written out in the program.
    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// The path as people see it; bytes that are no text as `\xHH`.
    public var shown: String { displayText(bytes) }

    /// For the system's calls.
    var cString: [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }

    /// The folder that the last name of the path is in.
    var folder: LocalPath {
        guard let slash = bytes.lastIndex(of: Self.slash) else { return "." }
        return slash == 0 ? "/" : LocalPath(bytes: bytes[..<slash])
    }

    /// The last name of the path; empty behind a slash.
    var name: ArraySlice<UInt8> {
        bytes[(bytes.lastIndex(of: Self.slash).map { $0 + 1 } ?? 0)...]
    }

    /// A name in this folder.
    func appending(_ name: some Collection<UInt8>) -> LocalPath {
        LocalPath(bytes: (bytes == [Self.slash] ? [] : bytes) + [Self.slash] + name)
    }

    /// The path without links, `.` and `..`; nil, and `errno` set, where it leads nowhere.
    func resolved() -> LocalPath? {
        guard let resolved = realpath(cString, nil) else { return nil }
        defer { free(resolved) }
        return LocalPath(
            bytes: UnsafeBufferPointer(start: resolved, count: strlen(resolved)).map { UInt8(bitPattern: $0) })
    }

    /// What the path leads to; nil, and `errno` set, where that cannot be told.
    func status() -> stat? {
        var status = stat()
        return stat(cString, &status) == 0 ? status : nil
    }

    /// Where a link points, be something there or not; nil where this is no link.
    func linked() -> LocalPath? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(cString, &buffer, buffer.count)
        guard count > 0, count < buffer.count else { return nil }
        let target = buffer[..<count].map { UInt8(bitPattern: $0) }
        return target.first == Self.slash ? LocalPath(bytes: target) : folder.appending(target)
    }

    private static let slash = UInt8(ascii: "/")
}
