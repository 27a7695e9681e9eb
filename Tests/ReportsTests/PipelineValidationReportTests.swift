import Analysis
import Domain
import TestSupport
import Testing

@testable import Reports

/// The report of Pipeline Validation: its answer, its findings, its drawing, and what it never holds.
@Suite struct PipelineValidationReportTests {
    private func text(_ sample: ValidationSample) throws -> String {
        String(
            decoding: PipelineValidationReport.render(
                try sample.result, pipeline: sample.pipeline, header: ValidationSample.header), as: UTF8.self)
    }

    @Test(.proves("FR-530.12")) func theReportSaysWhatMadeIt() throws {
        let report = try text(.ordinary)
        #expect(report.contains("<meta name=\"generator\" content=\"Safelight 1.0.0\">"))
        #expect(report.contains("<title>Pipeline Validation: Weddings 2024</title>"))
    }

    @Test func theAnswerIsHowManyImagesAreArchivalReady() throws {
        #expect(
            try text(.ordinary).contains(
                "<p class=\"answer attention\">2,731 of 2,741 images are archival ready.</p>"))
        let paths = ["AB3D0001.cr3", "AB3D0001.xmp", "AB3D0001.tif"]
        #expect(
            try text(ValidationSample(paths)).contains("<p class=\"answer good\">The only image is archival ready.<"))
        let two = ValidationSample(paths + paths.map { "b/" + $0.replacing("0001", with: "0002") })
        #expect(try text(two).contains("<p class=\"answer good\">All 2 images are archival ready.<"))
        #expect(try text(ValidationSample([])).contains("There are no images here."))
        #expect(
            try text(ValidationSample(["x.cr3"])).contains("no images here, but 1 photo with a name that is not valid.")
        )
        let one = ValidationSample(paths + ["AB3D0002.cr3"])
        #expect(try text(one).contains("<p class=\"answer attention\">1 of 2 images is archival ready.<"))
    }

    @Test func findingsStandWorstFirstAndCountImages() throws {
        let report = try text(.ordinary)
        let titles = [
            ("Warnings", 1), ("Inconsistent images", 3), ("Partial images", 7), ("Names that are not valid", 2),
            ("Images with extra files", 4), ("Ways that images took", 2),
        ]
        var rest = report[...]
        for (title, count) in titles {
            let found = rest.firstRange(of: "<h2>\(title) <span class=\"count\">\(count)</span>")
            #expect(found != nil, "\(title) is missing, miscounted or out of place")
            if let found { rest = rest[found.upperBound...] }
        }
    }

    @Test func aPipelineThatIsTooLargeToDrawIsNamedAsSuch() throws {
        func report(files: Int) throws -> String {
            var nodes = [PipelineNode(id: "camera", name: "Camera", kind: .capture, outputs: ["0"])]
            for number in 0..<files {
                nodes.append(
                    PipelineNode(
                        id: "\(number)", name: "\(number)", kind: .file(extension: ".cr3", isOptional: false),
                        outputs: [number + 1 < files ? "\(number + 1)" : "end"]))
            }
            nodes.append(PipelineNode(id: "end", name: "End", kind: .termination(type: "Archive")))
            return try text(ValidationSample(["AB3D0001.cr3"], pipeline: PipelineGraph(nodes: nodes)))
        }
        let (small, large) = (try report(files: 298), try report(files: 299))
        #expect(small.contains("class=\"graph\"") && !small.contains("Not drawn"))
        #expect(
            !large.contains("class=\"graph\"") && large.contains("<dt>Not drawn</dt><dd>the pipeline: it has 301 nodes")
        )
    }

    @Test func rowsNameTheImageTheTerminationWhatIsMissingAndWhatIsExtra() throws {
        let report = try text(ValidationSample(["AB3D0007-2.cr3", "AB3D0007-2-BW.tif"]))
        for part in [
            ">AB3D0007-2</bdi>", "<bdi>Archive</bdi> <span class=\"more\">33%</span>", ">AB3D0007-2.xmp</bdi>",
            ">AB3D0007-2.tif</bdi>", ">AB3D0007-2-BW.tif</bdi>",
        ] {
            #expect(report.contains(part), "\(part) is missing")
        }
    }

    @Test func theGraphIsDrawnWithTheImagesOnEachEdge() throws {
        let report = try text(.ordinary)
        #expect(report.contains("<figure class=\"graph\">"))
        #expect(report.contains("Camera → Raw: 2,731 images"))
        #expect(report.contains("Choice → Print: 4 images"))
    }

    @Test func everyTerminationHasAChartAndAllImagesHaveOne() throws {
        let report = try text(.ordinary)
        #expect(report.contains("<figcaption>All images</figcaption>"))
        #expect(report.contains("<figcaption>Termination: Archive</figcaption>"))
        #expect(report.contains("<figcaption>Termination: Print</figcaption>"))
    }

    @Test func namesAreDataAndNeverMarkup() throws {
        let report = try text(.hostile)
        for tag in ["<script", "<img", "<i>", "<b>x", "<u>"] { #expect(!report.contains(tag), "\(tag) came through") }
        #expect(report.contains("&lt;img src=x onerror=alert(1)&gt;.cr3"))
        #expect(report.contains("&lt;script&gt;alert(3)&lt;/script&gt;"))
    }

    @Test func nothingIsLoadedOrRunAndEveryTagIsClosed() throws {
        for sample in [ValidationSample.ordinary, .hostile, ValidationSample([])] {
            let markup = MarkupReader(try text(sample))
            let forbidden = ["script", "iframe", "object", "embed", "form", "base", "link", "img", "a"]
            #expect(markup.tags.allSatisfy { !forbidden.contains($0.name) })
            #expect(
                markup.tags.allSatisfy { tag in tag.attributes.allSatisfy { !$0.hasPrefix("on") && $0 != "style" } })
            #expect(markup.imbalance == nil)
        }
    }

    @Test func tablesAreCutAndSayHowManyMore() throws {
        let report = try text(ValidationSample((1...2500).map { "AB3D\($0 + 1000).cr3" }))
        #expect(report.contains("<h2>Partial images <span class=\"count\">2,500</span>"))
        #expect(report.contains("and 1,500 more. The results hold the list."))
    }
}
