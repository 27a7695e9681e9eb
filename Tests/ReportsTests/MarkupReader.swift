/// Reads the tags out of the markup that reports are written in: double-quoted attributes only, and no raw `<` in text.
struct MarkupReader {
    struct Tag {
        let name: String
        let attributes: [String]
        let isEnd: Bool
    }

    private(set) var tags: [Tag] = []

    init(_ markup: String) {
        var rest = Array(markup.utf8)[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            var end = start
            var isQuoted = false
            while end < rest.endIndex, isQuoted || rest[end] != UInt8(ascii: ">") {
                if rest[end] == UInt8(ascii: "\"") { isQuoted.toggle() }
                end += 1
            }
            tags.append(Self.tag(rest[(start + 1)..<end]))
            rest = rest[end...].dropFirst()
        }
    }

    private static func tag(_ bytes: ArraySlice<UInt8>) -> Tag {
        var words: [String] = [""]
        var isQuoted = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if !isQuoted, byte == UInt8(ascii: " ") {
                words.append("")
            } else if !isQuoted {
                words[words.count - 1].unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        let name = words[0].lowercased()
        let attributes = words.dropFirst().map { String($0.prefix { $0 != "=" }).lowercased() }
        return Tag(
            name: name.hasPrefix("/") ? String(name.dropFirst()) : name, attributes: attributes,
            isEnd: name.hasPrefix("/"))
    }

    /// The first tag that is closed without being open, or left open; nil where every tag has its match.
    var imbalance: String? {
        var open: [String] = []
        for tag in tags where !["!doctype", "meta"].contains(tag.name) {
            if !tag.isEnd {
                open.append(tag.name)
            } else if open.popLast() != tag.name {
                return tag.name
            }
        }
        return open.last
    }
}
