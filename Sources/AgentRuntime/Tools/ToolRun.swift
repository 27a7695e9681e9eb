import Analysis
import CollectionSources
import Domain
import Reports
import Wire

/// One tool over one folder with one configuration: the steps that a job and a command line share. FR-540.11, FR-540.12.
struct ToolRun: Sendable {
    /// What a run is told, beside the folder.
    struct Place: Sendable {
        let collectionName: String
        /// As it is shown.
        let location: String
        /// Empty on the command line.
        let agentName: String
        let version: String
    }

    /// How a run speaks with who started it.
    struct Session: Sendable {
        let time: any TimeSource
        let isCancelled: @Sendable () -> Bool
        /// Takes steps at any rate, from any thread.
        let report: @Sendable (ToolStep) -> Void

        /// Takes how far a listing has come.
        var reportListing: @Sendable (ListingProgress) -> Void {
            { [report] progress in
                report(.listing(files: progress.filesScanned, folder: displayText(progress.currentFolder)))
            }
        }

        /// - Throws: `ToolFailure.cancelled` once the end is wanted.
        func goOn() throws(ToolFailure) {
            if isCancelled() { throw .cancelled }
        }
    }

    /// The tools that can be run.
    static let tools = Tool.allCases

    let tool: Tool
    let configuration: ToolConfiguration
    let options: ToolOptions
    private let pipeline: ChosenPipeline?

    /// Checks all that can be known before the folder is listed.
    init(_ tool: Tool, configuration: ToolConfiguration, options: ToolOptions) throws(ToolFailure) {
        self.tool = tool
        self.configuration = configuration
        self.options = options
        pipeline =
            try tool == .pipelineValidation ? ChosenPipeline(named: options.pipeline, in: configuration) : nil
    }

    /// What in the pipeline means nothing, with its place.
    var warnings: [String] { pipeline?.checked.graph.warnings ?? [] }

    /// Lists, reads, analyses and renders. Blocks its thread; the caller gives it one. `accept` may refuse what was listed.
    func perform(
        on folder: LocalFolder, of place: Place, _ session: Session,
        accept: (FileListing) throws(ToolFailure) -> Void = { _ in }
    ) throws(ToolFailure) -> ToolOutcome {
        let begun = session.time.now()
        let listing = try list(folder, session)
        try accept(listing)
        let scanTime = session.time.now() - begun
        let sidecars = try readSidecars(listing.files, session) { (wanted, part) throws(ListingError) in
            try folder.read(
                wanted, of: listing.files, limit: SidecarReader.byteLimit, isCancelled: session.isCancelled, part: part)
        }
        return try finish(listing, sidecars, begun, scanTime, of: place, session)
    }

    /// Analyses and renders what was listed elsewhere; sidecars can be read in a share's folder only. Blocks its thread.
    func perform(
        onListed listing: FileListing, since begun: Timestamp, sidecarsIn place: (share: SMBShare, folder: String)?,
        of collection: Place, _ session: Session
    ) throws(ToolFailure) -> ToolOutcome {
        let scanTime = session.time.now() - begun
        var sidecars: SidecarContents?
        if let place {
            sidecars = try readSidecars(listing.files, session) { (wanted, part) throws(ListingError) in
                try place.share.read(
                    wanted, of: listing.files, in: place.folder, limit: SidecarReader.byteLimit,
                    isCancelled: session.isCancelled, part: part)
            }
        }
        return try finish(listing, sidecars, begun, scanTime, of: collection, session)
    }

    private func finish(
        _ listing: consuming FileListing, _ sidecars: SidecarContents?, _ begun: Timestamp, _ scanTime: Duration,
        of place: Place, _ session: Session
    ) throws(ToolFailure) -> ToolOutcome {
        let files = listing.files.count
        let findings = try analyse(listing, sidecars, scanTime: scanTime, session)
        try session.goOn()
        session.report(.reporting(files: files))
        let results = findings.results
        try session.goOn()
        let finished = session.time.now()
        let header = ReportHeader(
            toolTitle: tool.title, collectionName: place.collectionName, location: place.location,
            agentName: place.agentName, finishedAt: finished, durationSeconds: (finished - begun).inSeconds,
            version: place.version)
        return ToolOutcome(
            results: results, report: findings.report(header), hasIssues: findings.hasIssues, files: files,
            isAboutNothing: findings.isAboutNothing, summary: findings.summary)
    }

    private func list(_ folder: LocalFolder, _ session: Session) throws(ToolFailure) -> FileListing {
        do {
            return try folder.list(isCancelled: session.isCancelled, progress: session.reportListing)
        } catch .cancelled {
            throw .cancelled
        } catch {
            throw .listing(error)
        }
    }

    /// Takes the listing over, so that it is gone before results and report are written.
    private func analyse(
        _ listing: consuming FileListing, _ sidecars: SidecarContents?, scanTime: Duration, _ session: Session
    ) throws(ToolFailure) -> any ToolFindings {
        try session.goOn()
        session.report(.analysing(files: listing.files.count))
        let warnings = listing.warnings.map(\.sentence)
        let scanSeconds = Int(scanTime.inSeconds.rounded())
        switch (tool, pipeline) {
        case (.photostats, _):
            return PhotoStats.analyse(
                files: listing.files, configuration: configuration,
                options: PhotoStats.Options(pairAcrossDirectories: options.pairAcrossDirectories),
                sidecars: sidecars, skipped: listing.skipped, warnings: warnings, scanSeconds: scanSeconds)
        case (.photoPairing, _):
            return PhotoPairing.analyse(
                files: listing.files, configuration: configuration,
                options: PhotoPairing.Options(imageGroups: options.detail.imageGroups), skipped: listing.skipped,
                warnings: warnings, scanSeconds: scanSeconds)
        case (.pipelineValidation, .some(let pipeline)):
            let result = PipelineValidation.analyse(
                files: listing.files, pipeline: pipeline.checked,
                options: PipelineValidation.Options(isFull: options.detail == .everything),
                skipped: listing.skipped, warnings: warnings, scanSeconds: scanSeconds)
            return PipelineValidationFindings(result: result, pipeline: pipeline.checked.graph)
        case (.pipelineValidation, .none):
            throw .configuration("Pipeline Validation needs a pipeline, and there is none.")
        }
    }
}

extension ToolOptions.Detail {
    fileprivate var imageGroups: PhotoPairing.GroupListing {
        switch self {
        case .findings: .omitted
        case .everything: .listed
        case .whatFits: .whereComplete
        }
    }
}

extension ListingWarning {
    /// The warning as results and reports show it; its message names the place, as far as that is text.
    var sentence: String {
        String(validating: path, as: UTF8.self) == nil ? "\(displayText(path)): \(message)" : message
    }
}
