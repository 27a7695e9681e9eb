import Analysis
import TestSupport
import Testing

@testable import Reports

/// The report of Photo Pairing as a file: what is in it, what it says, and what it never holds.
@Suite struct PhotoPairingReportTests {
    private func text(_ result: PhotoPairingResult) -> String {
        String(decoding: PhotoPairingReport.render(result, header: Sample.pairingHeader), as: UTF8.self)
    }

    @Test(.proves("FR-530.12")) func theReportSaysWhatMadeIt() {
        let report = text(Sample.ordinaryPairing)
        #expect(report.hasPrefix("<!doctype html>\n"))
        #expect(report.contains("<meta name=\"generator\" content=\"Safelight 1.0.0\">"))
        #expect(report.contains("<title>Photo Pairing: Weddings 2024</title>"))
    }

    @Test func theAnswerSaysWhetherAllIsWell() {
        #expect(
            text(Sample.ordinaryPairing).contains(
                "<p class=\"answer good\">All 3,900 photo files have a valid name: 1,500 images in 1,500 groups.</p>"))
        #expect(text(Sample.pair()).contains("There are no photos here."))
        let some = text(Sample.pair("AB3D0001.dng", "a/AB3D0001.dng", "x.dng", "y.dng"))
        #expect(
            some.contains(
                "<p class=\"answer attention\">Among 4 photo files: 1 group is ambiguous and 2 names are not valid.</p>"
            ))
    }

    @Test func findingsStandWorstFirst() {
        let report = text(Sample.hostilePairing)
        let titles = [
            "Warnings", "Ambiguous groups", "Names too short", "Camera in lower case", "No camera in the name",
            "No counter in the name", "Counter 0000", "Counter not valid", "Empty property", "Property not valid",
            "Extension not valid", "Cameras without a name", "Methods without a description", "Cameras",
        ]
        let places = titles.map { report.firstRange(of: "<h2>\($0) <span")?.lowerBound }
        #expect(places.allSatisfy { $0 != nil }, "\(zip(titles, places).filter { $1 == nil }.map(\.0))")
        #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
    }

    @Test func aCollectionInOrderHasInformationOnly() {
        let report = text(Sample.ordinaryPairing)
        #expect(!report.contains("class=\"finding problem\"") && !report.contains("class=\"finding attention\""))
        #expect(report.contains("<h2>Cameras <span") && !report.contains("Methods without a description"))
    }

    @Test func chartsShowCamerasMethodsFilesAndReasons() {
        let ordinary = text(Sample.ordinaryPairing)
        for label in [
            "Canon EOS R5: 1,000", "Nikon Z 8: 500", "High Dynamic Range: 600", "1 file: 300", "3 files: 1,200",
        ] {
            #expect(ordinary.contains("aria-label=\"\(label)\""), "\(label) is missing")
        }
        #expect(!ordinary.contains("Names that are not valid"))
        #expect(text(Sample.hostilePairing).contains("aria-label=\"Counter 0000: 1\""))
        #expect(!text(Sample.pair()).contains("<figure"))
    }

    @Test func ambiguousGroupsNameTheirFilesInAllFolders() {
        let report = text(Sample.hostilePairing)
        for path in ["AB3D0001.dng", "copy/AB3D0001.DNG", "2/AB3D0003-HDR.dng", "3/AB3D0003-HDR.dng"] {
            #expect(report.contains("<li><bdi dir=\"ltr\" class=\"name\">\(path)</bdi></li>"), "\(path) is missing")
        }
    }

    @Test func namesAreDataAndNeverMarkup() {
        let report = text(Sample.hostilePairing)
        for tag in ["<script", "<img", "<i>", "<b>.", "<u>", "<q>", "</td></table>", "d<g"] {
            #expect(!report.contains(tag), "\(tag) came through")
        }
        #expect(report.contains("in/\\xFF\\xFE.nef") && report.contains("&lt;i&gt;Camera&lt;/i&gt;"))
    }

    @Test func nothingIsLoadedOrRunAndEveryTagIsClosed() {
        for result in [Sample.ordinaryPairing, Sample.hostilePairing, Sample.pair()] {
            let reader = MarkupReader(text(result))
            let forbidden = ["script", "iframe", "object", "embed", "form", "base", "link", "img", "a"]
            #expect(reader.tags.allSatisfy { !forbidden.contains($0.name) })
            #expect(
                reader.tags.allSatisfy { tag in tag.attributes.allSatisfy { !$0.hasPrefix("on") && $0 != "style" } })
            #expect(reader.imbalance == nil)
        }
    }

    @Test func aTableShowsAThousandRowsAndSaysHowManyMore() {
        let report = text(Sample.pair((0..<2500).map { Array("\($0).cr3".utf8) }))
        #expect(report.split(separator: "<tr><td>").count - 1 == 1000)
        #expect(report.contains("and 1,500 more.") && report.contains("<span class=\"count\">2,500</span>"))
    }

    @Test func longPathsCannotMakeTheReportTooLarge() {
        let folder = String(repeating: "'&/", count: 600)
        let names = ["a", "ab3d0001", "IMG_0001", "AB3D_001", "AB3D0000", "AB3D00001", "AB3D0001-", "AB3D0001-!"]
        let paths = (0..<1000).flatMap { index in names.map { Array("\(folder)\(index)/\($0).cr3".utf8) } }
        let copies = (0..<1000).flatMap { index in
            ["x", "y"].map { Array("\(folder)\($0)/AB3D\(index + 1000).cr3".utf8) }
        }
        let report = PhotoPairingReport.render(Sample.pair(paths + copies), header: Sample.pairingHeader)
        #expect(report.count < 12_000_000)
    }
}
