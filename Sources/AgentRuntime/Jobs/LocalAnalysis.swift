import Analysis
import CollectionSources
import Domain
import NIOPosix
import Wire

/// The work of a job on a LOCAL collection: configuration, listing, analysis, report. Reads nothing outside the roots. SL-1.
struct LocalAnalysis: AttemptWork {
    let context: AgentContext
    let cache: TeamSettingsCache

    func perform(_ job: JobAssignment, _ session: AttemptSession) async throws -> WorkOutput {
        guard Capabilities.tools.contains(job.tool), job.collection.type == .local else {
            throw WorkFailure(
                kind: .invalidConfiguration,
                message: "This agent (\(context.identity.version)) cannot run \(job.tool.title) on a "
                    + "\(job.collection.type.rawValue) collection. Update it.")
        }
        session.report(ProgressUpdate(stage: .initializing, percentage: 0))
        let configuration = try await configuration(job)
        // A thread of its own: listing blocks.
        let outcome = try await NIOThreadPool.singleton.runIfActive { [self] in
            Result { () throws(ToolFailure) in try run(job, configuration, session) }
        }
        switch outcome {
        case .success(let outcome):
            return WorkOutput(
                results: outcome.results, report: outcome.report, filesProcessed: Int64(outcome.files))
        case .failure(.cancelled): throw CutShort()
        case .failure(let failure): throw Self.failure(failure)
        }
    }

    private func configuration(_ job: JobAssignment) async throws -> ToolConfiguration {
        do {
            return try await APIConfigLoader(context: context, tool: job.tool, path: job.configUrl, cache: cache).load()
        } catch let error as ConfigurationError {
            throw WorkFailure(
                kind: .invalidConfiguration, message: "The team's configuration cannot be used: \(error).")
        }
    }

    private func run(
        _ job: JobAssignment, _ configuration: ToolConfiguration, _ session: AttemptSession
    ) throws(ToolFailure) -> ToolOutcome {
        let run = try ToolRun(job.tool, configuration: configuration, options: ToolOptions(job.parameters))
        let progress = JobProgress(expected: job.previous?.totalFiles, send: session.report)
        progress.report(.listing(files: 0, folder: ""))
        return try run.perform(
            on: LocalFolder(path: job.collection.location, roots: AuthorizedRoots(context.roots())),
            of: ToolRun.Place(
                collectionName: job.collection.name, location: job.collection.location,
                agentName: context.settings.name ?? context.identity.hostname, version: context.identity.version),
            ToolRun.Session(
                time: context.time, isCancelled: { session.cancellation.isCancelled }, report: progress.report)
        ) { (listing) throws(ToolFailure) in
            for warning in listing.warnings {
                session.warn(
                    JobWarning(
                        message: warning.message, file: displayText(warning.path), errorType: warning.errorType))
            }
            try refuseEmptied(listing, job)
        }
    }

    /// A folder that is empty where files used to be is a disk that is not mounted, unless a person says otherwise. EC-5.
    private func refuseEmptied(_ listing: FileListing, _ job: JobAssignment) throws(ToolFailure) {
        guard listing.files.isEmpty, let previous = job.previous, previous.totalFiles > 0,
            job.parameters.acceptEmpty != true
        else { return }
        throw .storage(
            "\(job.collection.location) is empty, but held \(previous.totalFiles) files the last time. Check that "
                + "its disk is mounted. If it is truly empty now, run again and accept the empty folder.")
    }

    private static func failure(_ failure: ToolFailure) -> WorkFailure {
        switch failure {
        case .listing(let error):
            let kind: ErrorKind =
                switch error {
                case .storageUnavailable, .bucketUnavailable: .storageUnavailable
                case .notAFolder: .invalidConfiguration
                case .outsideRoots, .permissionDenied, .bucketDenied: .permissionDenied
                case .cancelled: .internal
                }
            return WorkFailure(kind: kind, message: error.message)
        case .storage(let message): return WorkFailure(kind: .storageUnavailable, message: message)
        case .configuration(let message): return WorkFailure(kind: .invalidConfiguration, message: message)
        case .pipeline(let name, let problems): return invalidPipeline(name, problems.map(\.sentence))
        case .cancelled: return WorkFailure(kind: .internal, message: "The run was stopped.")
        }
    }
}

extension LocalAnalysis {
    /// The most bytes that the server takes of details.
    private static let detailLimit = 60_000

    private static func invalidPipeline(_ name: String, _ problems: [String]) -> WorkFailure {
        let rest = problems.count - 1
        let more = rest > 0 ? " And \(NumberText.count(rest, "more problem"))." : ""
        var detail = ""
        for problem in problems where detail.utf8.count + problem.utf8.count < detailLimit { detail += problem + "\n" }
        return WorkFailure(
            kind: .invalidConfiguration,
            message: "The pipeline \"\(name)\" cannot be run: \(problems.first ?? "")\(more)",
            detail: detail.isEmpty ? nil : detail)
    }
}

extension ToolOptions {
    /// A job's parameters (protocol.md, *Runs*).
    init(_ parameters: RunParameters) {
        self.init(
            pairAcrossDirectories: parameters.pairAcrossDirectories ?? false,
            readSidecars: parameters.readSidecars ?? false, detail: .whatFits)
    }
}
