import HTML
import WebAssets
import Wire

/// The embedded style sheet, scripts and icon under one versioned folder: the version is a hash over all of them, so that they
/// may be kept for ever and still find each other by relative imports.
enum AssetLibrary {
    /// 16 hexadecimal digits that change whenever any asset changes.
    static let version: String = {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for asset in all.sorted(by: { $0.name < $1.name }) {
            for byte in Array(asset.name.utf8) + [0] + asset.bytes {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }()

    private static let byName = Dictionary(
        all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// All assets. The style of drawings, which reports have too, stands in front of the pages' own. What says nothing is not
    /// sent: indents, lines that are comments, and in style sheets the spaces around signs.
    static let all = WebAsset.all.map { asset in
        let text = String(decoding: asset.bytes, as: UTF8.self)
        if asset.name.hasSuffix(".js") {
            return WebAsset(name: asset.name, bytes: Array(lines(text).joined(separator: "\n").utf8))
        }
        guard asset.name == "safelight.css" else { return asset }
        let dense = [
            (" {", "{"), ("{ ", "{"), (" }", "}"), ("; ", ";"), (": ", ":"), (", ", ","), (" > ", ">"), (";}", "}"),
            ("}\n", "}"),
        ]
        .reduce(
            lines("\(GraphDrawing.style.markup)\n\(text)").joined(separator: "\n")
        ) { $0.replacing($1.0, with: $1.1) }
        return WebAsset(name: asset.name, bytes: Array(dense.utf8))
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n").map { $0.drop { $0 == " " } }
            .filter { !$0.hasPrefix("//") && !($0.hasPrefix("/*") && $0.hasSuffix("*/")) }
    }

    /// The asset of that name; nil where there is none.
    static func asset(_ name: String) -> WebAsset? { byName[name] }

    /// An asset compressed by gzip, once for the life of the process; nil where there is none, or it would not be smaller.
    static func compressed(_ name: String) -> [UInt8]? { compressedByName[name] }

    private static let compressedByName: [String: [UInt8]] = Dictionary(
        uniqueKeysWithValues: all.compactMap { asset in
            Gzip.compress(asset.bytes).flatMap { $0.count < asset.bytes.count ? (asset.name, $0) : nil }
        })

    /// Where browsers find an asset.
    static func path(of name: String) -> RoutePath {
        ServiceRoutes.asset.path(version, name)
    }
}
