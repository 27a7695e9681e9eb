import TestSupport
import Testing

@testable import Reports

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reports as they are kept in Snapshots, whole: no byte of them changes without somebody having looked at it.
@Suite struct ReportSnapshotTests {
    enum Kept: String, CaseIterable, Sendable {
        case photoStats = "photostats"
        case photoPairing = "photo-pairing"
        case pipelineValidation = "pipeline-validation"

        var report: [UInt8] {
            get throws {
                switch self {
                case .photoStats: PhotoStatsReport.render(Sample.whole, header: Sample.header)
                case .photoPairing: PhotoPairingReport.render(Sample.hostilePairing, header: Sample.pairingHeader)
                case .pipelineValidation:
                    PipelineValidationReport.render(
                        try ValidationSample.whole.result, pipeline: ValidationSample.whole.pipeline,
                        header: ValidationSample.header)
                }
            }
        }

        var place: URL {
            URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots/\(rawValue).html")
        }

        /// The findings that the tool has; each has to be in what is kept.
        var titles: [String] {
            switch self {
            case .photoStats:
                [
                    "Warnings", "Empty files", "Sidecars that cannot be read", "Images without a sidecar",
                    "Sidecars without an image", "Images with two kinds of sidecar", "Names that collide",
                    "Sidecars shared by several images",
                ]
            case .photoPairing:
                [
                    "Warnings", "Ambiguous groups", "Cameras without a name", "Methods without a description",
                    "Cameras",
                ]
            case .pipelineValidation:
                [
                    "Warnings", "Inconsistent images", "Partial images", "Names that are not valid",
                    "Images with extra files", "Ways that images took",
                ]
            }
        }
    }

    @Test(arguments: Kept.allCases) func theReportIsAsItIsKept(_ kept: Kept) throws {
        let report = try kept.report
        if ProcessInfo.processInfo.environment["SAFELIGHT_SNAPSHOTS"] == "write" {
            try Data(report).write(to: kept.place)
            Issue.record("\(kept.rawValue).html was rewritten. Look at what changed, then test without the variable.")
            return
        }
        let before = [UInt8](try Data(contentsOf: kept.place))
        guard report != before else { return }
        Issue.record("\(kept.rawValue).html differs \(difference(report, before))")
    }

    @Test(arguments: Kept.allCases) func whatIsKeptShowsEveryFinding(_ kept: Kept) throws {
        let report = String(decoding: try kept.report, as: UTF8.self)
        for title in kept.titles { #expect(report.contains("<h2>\(title) <span"), "\(title) is missing") }
        #expect(report.contains("&lt;script&gt;") && !report.contains("<script"))
        #expect(report.contains("in/\\xFF\\xFE."), "a name that is no text is missing")
    }

    /// Where two reports part, and what stands there.
    private func difference(_ report: [UInt8], _ before: [UInt8]) -> String {
        let same = zip(report, before).prefix { $0 == $1 }.count
        func part(_ bytes: [UInt8]) -> String {
            String(decoding: bytes[max(0, same - 60)..<min(bytes.count, same + 120)], as: UTF8.self)
        }
        return "at byte \(same): it is \"\(part(report))\" and was \"\(part(before))\"; set SAFELIGHT_SNAPSHOTS=write "
            + "to keep it as it is now."
    }
}
