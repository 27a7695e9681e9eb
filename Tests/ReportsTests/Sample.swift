import Analysis
import Domain

@testable import Reports

/// Results to be shown, ordinary and hostile.
enum Sample {
    static let header = ReportHeader(
        toolTitle: "PhotoStats", collectionName: "Weddings 2024", location: "/srv/photos/weddings",
        agentName: "Studio NAS", finishedAt: Timestamp(milliseconds: 1_767_323_045_678), durationSeconds: 83.4,
        version: "1.0.0")

    static let hostileNames = [
        "<img src=x onerror=alert(1)>.cr3", "</td></table><script>alert(2)</script>.cr3", "line\nbreak.cr3",
        "\u{202E}3rc.exe.cr3",
        "quote\"'&amp;.cr3", "javascript:alert(1).cr3", "url(https:.cr3", "שלום.cr3",
        String(repeating: "long", count: 60) + ".cr3",
    ]

    static func file(_ path: [UInt8], size: Int64 = 25_000_000, second: Int64 = 1_700_000_000) -> FileRecord {
        FileRecord(path: path, size: size, modified: Timestamp(milliseconds: second * 1000))
    }

    static func analyse(_ files: [FileRecord], warnings: [String] = [], skipped: [String: Int] = [:])
        -> PhotoStatsResult
    {
        PhotoStats.analyse(
            files: FileTable(files), configuration: .builtIn, skipped: skipped, warnings: warnings, scanSeconds: 12)
    }

    /// A few thousand files that are in order.
    static var ordinary: PhotoStatsResult {
        let files = (0..<1500).flatMap { index -> [FileRecord] in
            let stem = "2024/\(index / 300)/AB3D\(index)"
            return [
                file(Array("\(stem).CR3".utf8)), file(Array("\(stem).xmp".utf8), size: 4096),
                file(Array("\(stem).dng".utf8), size: 31_000_000), file(Array("\(stem)-2.tif".utf8), size: 140_000_000),
            ]
        }
        return analyse(files, skipped: ["._*": 40, ".DS_Store": 12])
    }

    /// Every sort of finding, under names that try to be markup.
    static var hostile: PhotoStatsResult {
        analyse(hostileFiles, warnings: hostileWarnings, skipped: ["@eaDir": 3, "<u>*": 1])
    }

    private static let hostileWarnings = [
        "The folder <i>locked</i> may not be read; give the user that the agent runs as read permission."
    ]

    private static var hostileFiles: [FileRecord] {
        var files = hostileNames.map { file(Array("in/\($0)".utf8)) }
        files.append(file([0x69, 0x6E, 0x2F, 0xFF, 0xFE] + Array(".nef".utf8), size: 0))
        files += [
            "<b>a.xmp", "D.CR3", "D.CR3.xmp", "D.xmp", "Caf\u{E9}.dng", "Cafe\u{301}.dng", "E.CR3", "E.dng", "E.xmp",
            "e.xmp",
        ]
        .map { file(Array("other/\($0)".utf8), size: 5000) }
        return files
    }

    /// The ordinary files with their sidecars read, some of them broken, and values that try to be markup.
    static var withSidecars: PhotoStatsResult { analyse(reading: pairs(400)) }

    /// All that a report can show at once: the hostile files, and sidecars that were read.
    static var whole: PhotoStatsResult {
        analyse(reading: hostileFiles + pairs(12), warnings: hostileWarnings, skipped: ["@eaDir": 3, "<u>*": 1])
    }

    private static func pairs(_ count: Int) -> [FileRecord] {
        (0..<count).map { "2024/AB3D\($0)" }.flatMap {
            [file(Array("\($0).CR3".utf8)), file(Array("\($0).xmp".utf8), size: 4096)]
        }
    }

    private static func analyse(reading records: [FileRecord], warnings: [String] = [], skipped: [String: Int] = [:])
        -> PhotoStatsResult
    {
        let files = FileTable(records)
        let reader = SidecarReader()
        for (number, name) in SidecarContents.files(of: files, configuration: .builtIn).enumerated() {
            Array(sidecar(number).utf8).withUnsafeBufferPointer { reader.read($0, of: name) }
        }
        return PhotoStats.analyse(
            files: files, configuration: .builtIn, sidecars: reader.contents, skipped: skipped, warnings: warnings,
            scanSeconds: 12)
    }

    private static func sidecar(_ number: Int) -> String {
        let labels = ["Red", "Green", "<b>Blue</b>", ""]
        let lenses = ["RF24-70mm F2.8 L IS USM", "RF50mm F1.2 L USM", "EF100mm f/2.8L Macro IS USM"]
        let label = labels[number % 4].replacing("<", with: "&lt;")
        let attributes =
            "xmp:Rating='\(number % 11 == 0 ? -1 : number % 6)' xmp:Label='\(label)' tiff:Make='Canon' "
            + "tiff:Model='Canon EOS \(number % 3 == 0 ? "R5" : "R6 Mark II")' aux:Lens='\(lenses[number % 3])' "
            + "xmp:CreatorTool='Adobe Photoshop Lightroom Classic \(12 + number % 3).0 (Macintosh)'"
        return
            "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:xmp='http://ns.adobe.com/xap/1.0/' "
            + "xmlns:tiff='http://ns.adobe.com/tiff/1.0/' xmlns:aux='http://ns.adobe.com/exif/1.0/aux/'>\n"
            + "<r:Description \(attributes)/>" + (number % 100 == 7 ? "" : "</r:RDF>")
    }
}
