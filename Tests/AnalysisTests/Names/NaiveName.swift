/// A raw name, or a part of one, as analysis.md compares it: a text without case, and bytes that are not UTF-8 as they are but for
/// the case of ASCII letters.
struct NaiveName: Hashable {
    private let text: String?
    private let bytes: [UInt8]

    init(_ raw: some Collection<UInt8>) {
        text = String(validating: raw, as: UTF8.self)?.lowercased()
        bytes = text != nil ? [] : raw.map { 0x41...0x5A ~= $0 ? $0 + 0x20 : $0 }
    }

    /// What stands before the last `/` of a raw path, and behind it.
    static func components(_ path: [UInt8]) -> (folder: [UInt8], name: [UInt8]) {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return (Array(parts.dropLast().joined(separator: [UInt8(ascii: "/")])), Array(parts.last ?? []))
    }

    /// The pieces of a raw name between its dots where it has an extension: at least two.
    static func pieces(_ name: [UInt8]) -> [[UInt8]]? {
        let pieces = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
        return pieces.count > 2 || pieces.count == 2 && pieces[0] != [] ? pieces : nil
    }

    /// An extension with its dot, in lower case; nil where it is no text.
    static func ending(_ piece: [UInt8]) -> String? {
        String(validating: piece, as: UTF8.self).map { "." + $0.lowercased() }
    }
}

/// Bytes that are no UTF-8, among texts.
enum BrokenBytes {
    static let never: [UInt8] = [0xFF]
    /// The first byte of an é, and the first three of four.
    static let cut: [UInt8] = [0xC3]
    static let longCut: [UInt8] = [0xF0, 0x9F, 0x98]
    /// An overlong dot and an overlong slash.
    static let overlongDot: [UInt8] = [0xC0, 0xAE]
    static let overlongSlash: [UInt8] = [0xC0, 0xAF]
}

extension [[UInt8]] {
    /// Texts as raw bytes.
    init(texts: [String]) { self = texts.map { Array<UInt8>($0.utf8) } }
}
