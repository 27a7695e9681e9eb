public import Domain
import XML

/// What the sidecars of a listing say, counted; part by part on several threads, then merged (analysis.md, *PhotoStats*).
///
/// Files are named by their number in the `FileTable` of the listing.
public struct SidecarContents: Sendable {
    /// A sidecar that could not be read.
    struct Broken: Hashable, Sendable {
        let file: Int32
        let line: Int32
        let column: Int32
        let reason: String
    }

    /// How many sidecars were read, broken ones included.
    public internal(set) var count = 0
    var ratings = ValueCounts()
    var labels = ValueCounts()
    var creatorTools = ValueCounts()
    var cameras = ValueCounts()
    var lenses = ValueCounts()
    var broken: [Broken] = []

    /// Nothing read.
    public init() {}

    /// Adds what was read on another thread. The order of merging changes nothing.
    public mutating func merge(_ other: SidecarContents) {
        count += other.count
        ratings.merge(other.ratings)
        labels.merge(other.labels)
        creatorTools.merge(other.creatorTools)
        cameras.merge(other.cameras)
        lenses.merge(other.lenses)
        broken += other.broken
    }

    mutating func add(_ fields: SidecarFields) {
        if let rating = fields.ratingKey { ratings.add(rating) }
        if let label = fields[.label] { labels.add(label) }
        if let tool = fields[.creatorTool] { creatorTools.add(tool) }
        if let camera = fields.camera { cameras.add(camera) }
        if let lens = fields.lens { lenses.add(lens) }
    }

    /// The figures, and the broken sidecars in the order of lists.
    func report(into result: inout PhotoStatsResult, _ order: inout FolderOrder, _ paths: inout ShownPaths) {
        var figures = SidecarFigures()
        figures.count = count
        figures.ratings = ratings.all
        figures.labels = labels.all
        figures.creatorTools = creatorTools.all
        figures.cameras = cameras.all
        figures.lenses = lenses.all
        result.sidecarFigures = figures
        let byFile = Dictionary(broken.map { ($0.file, $0) }, uniquingKeysWith: { first, _ in first })
        var numbers = Array(byFile.keys)
        order.sort(&numbers)
        result.brokenSidecars = CutList(of: numbers.compactMap { byFile[$0] }) {
            BrokenSidecar(path: paths.path($0.file), line: Int($0.line), column: Int($0.column), reason: $0.reason)
        }
    }

    /// The files of a listing whose content is to be read: those of the extension `.xmp`, as far as the configuration counts it
    /// as metadata, in the order of the listing. Other metadata formats hold no XMP, and files without content are findings of
    /// their own.
    public static func files(of table: FileTable, configuration: ToolConfiguration) -> [Int] {
        guard configuration.metadataExtensions.contains(".xmp"), !configuration.photoExtensions.contains(".xmp") else {
            return []
        }
        return table.indices.filter { table.size($0) > 0 && table.withName($0, isXMP) }
    }

    private static func isXMP(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = FileName.stemEnd(name)
        // "." and three letters, whose lower case is ASCII: no other letter's lower case is x, m or p.
        guard name.count - start == 4 else { return false }
        return name[start + 1] | 0x20 == UInt8(ascii: "x") && name[start + 2] | 0x20 == UInt8(ascii: "m")
            && name[start + 3] | 0x20 == UInt8(ascii: "p")
    }
}
