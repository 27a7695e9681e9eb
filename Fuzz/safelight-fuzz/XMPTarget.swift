import Analysis
import Domain

/// Sidecars: each is either counted or a finding with its place, and values are short and clean.
struct XMPTarget: FuzzTarget {
    static let name = "xmp"
    static let words =
        XMLTarget.words
        + pieces(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>", "</rdf:RDF>", "<rdf:Description ",
            "</rdf:Description>",
            "xmlns:xmp='http://ns.adobe.com/xap/1.0/'", "xmp:Rating='3'", "<xmp:Rating>", "</xmp:Rating>",
            "<rdf:Bag><rdf:li>",
            "</rdf:li></rdf:Bag>", "xmp:Label='", "tiff:Make='A'", "tiff:Model='A B'", "-1", "5.0", "nan", "1e308",
            "\u{202E}", "\u{85}")

    private static let files = FileTable([
        FileRecord(path: Array("a.xmp".utf8), size: 1, modified: Timestamp(milliseconds: 0))
    ])

    init() {}

    mutating func generate(_ random: inout FuzzRandom) -> [UInt8] {
        let value = random.pick(["3", "-1", "0.0", "Red", "é\u{202E}x", " \n", String(repeating: "ö", count: 700)])
        let names = [
            "xmp:Rating", "xmp:Label", "xmp:CreatorTool", "tiff:Make", "tiff:Model", "aux:Lens", "exifEX:LensModel",
        ]
        let name = random.pick(names)
        let body =
            random.once(in: 2)
            ? "<rdf:Description \(name)='\(value)' \(random.pick(names))='x'/>"
            : "<rdf:Description><\(name)>\(random.pick(["", "<rdf:Alt><rdf:li>"]))\(value)</\(name)></rdf:Description>"
        return Array(
            """
            <?xpacket begin='' id=''?><x:xmpmeta xmlns:x='adobe:ns:meta/' \
            xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' \
            xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:tiff='http://ns.adobe.com/tiff/1.0/' \
            xmlns:aux='http://ns.adobe.com/exif/1.0/aux/' xmlns:exifEX='http://cipa.jp/exif/1.0/'>\
            <rdf:RDF>\(body)</rdf:RDF></x:xmpmeta>
            """.utf8) + Array(repeating: 0, count: random.below(3))
    }

    mutating func fault(_ input: [UInt8]) -> String? {
        let reader = SidecarReader()
        input.withUnsafeBufferPointer { reader.read($0, of: 0) }
        let result = PhotoStats.analyse(files: Self.files, configuration: .builtIn, sidecars: reader.contents)
        guard let figures = result.sidecarFigures, figures.count == 1 else { return "it was not counted" }
        let maps = [figures.ratings, figures.labels, figures.creatorTools, figures.cameras, figures.lenses]
        if let broken = result.brokenSidecars.entries.first {
            if maps.contains(where: { !$0.isEmpty }) { return "broken, but its values count" }
            let lines = input.count { $0 == 0x0A || $0 == 0x0D } + 1
            return broken.line >= 1 && broken.line <= lines && broken.column >= 1
                ? nil : "place \(broken.line):\(broken.column)"
        }
        for map in maps {
            if map.values.reduce(0, +) > 1 { return "counted twice" }
            for value in map.keys {
                if value.isEmpty || value.unicodeScalars.count > 401 {
                    return "a value of \(value.unicodeScalars.count)"
                }
                if value.unicodeScalars.contains(where: { $0.value < 0x20 || 0x7F..<0xA0 ~= $0.value }) {
                    return "a control"
                }
            }
        }
        let ratings = ["-1", "0", "1", "2", "3", "4", "5", "other"]
        return figures.ratings.keys.allSatisfy(ratings.contains) ? nil : "rating \(figures.ratings)"
    }
}
