/// Tells the tags that nearly all of a report is made of, such as `<td class="path">`, without making texts of their names: a
/// report of 20 MB has a million of them. Nothing is decided here that the whole check would decide otherwise.
struct ReportCheckPlainTag {
    private let bytes: UnsafeBufferPointer<UInt8>

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// Elements that are only looked at for their attributes.
    private static let elements = ["td", "tr", "th", "span", "div", "p", "li", "code", "text", "rect", "path", "g"].map(
        packed)
    /// Attributes whose value is text to read or a name. Each of them is one of `ReportCheckValues.texts`.
    private static let attributes = ["class", "title", "id", "label"].map(packed)

    /// Whether element and attributes are all of these, in lower case.
    func isPlain(_ name: Range<Int>, _ attributes: [ReportCheckTokenizer.Attribute]) -> Bool {
        guard let element = packed(name), Self.elements.contains(element) else { return false }
        return attributes.allSatisfy { attribute in
            packed(attribute.name).map(Self.attributes.contains) ?? false
        }
    }

    /// A name of up to eight bytes as one number; nil for a longer one.
    private func packed(_ range: Range<Int>) -> UInt64? {
        range.count > 8 ? nil : bytes[range].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func packed(_ name: String) -> UInt64 { name.utf8.reduce(0) { $0 << 8 | UInt64($1) } }
}
