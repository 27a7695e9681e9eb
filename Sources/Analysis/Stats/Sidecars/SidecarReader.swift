import XML

/// Reads sidecars one after the other and counts what they say. One reader belongs to one thread; their contents are merged.
public final class SidecarReader {
    /// The most bytes that a sidecar may have; a larger one need not be read to be `refuse`d.
    public static let byteLimit = 16 << 20

    /// What has been read so far.
    public private(set) var contents = SidecarContents()
    private let fields = SidecarHandler()
    private let parser: XMLParser

    /// A reader that has read nothing.
    public init() {
        parser = XMLParser(
            handler: fields,
            limits: XMLLimits(bytes: Self.byteLimit, depth: 100, attributes: 2000, text: 2 * Self.byteLimit))
    }

    /// Reads a sidecar from its whole content; one that is broken is a finding and counts nothing else.
    public func read(_ bytes: UnsafeBufferPointer<UInt8>, of file: Int) {
        fields.begin()
        do throws(XMLError) {
            try parser.parse(SidecarReader.withoutPadding(bytes))
        } catch {
            return refuse(file, error.message, line: error.line, column: error.column)
        }
        guard fields.hasRDF else { return refuse(file, "it is XML but no XMP: there is no rdf:RDF in it") }
        contents.count += 1
        contents.add(fields.fields)
    }

    /// Notes a sidecar that could not be read, with the reason in words such as `it is larger than 16 MiB`.
    public func refuse(_ file: Int, _ reason: String, line: Int = 1, column: Int = 1) {
        contents.count += 1
        contents.broken.append(
            .init(
                file: Int32(file), line: Int32(clamping: line), column: Int32(clamping: column), reason: reason))
    }

    /// Some programs keep room behind the packet and fill it with zeros, which are no XML. Two make a character of UTF-16.
    private static func withoutPadding(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard bytes.last == 0 else { return bytes }
        let mark = bytes.count >= 2 ? UInt16(bytes[0]) << 8 | UInt16(bytes[1]) : 1
        let isWide = mark == 0xFEFF || mark == 0xFFFE || mark & 0xFF == 0 || mark >> 8 == 0
        let step = isWide ? 2 : 1
        var end = bytes.count / step * step
        while end >= step, bytes[end - 1] == 0, bytes[end - step] == 0 { end -= step }
        return UnsafeBufferPointer(rebasing: bytes[..<end])
    }
}
