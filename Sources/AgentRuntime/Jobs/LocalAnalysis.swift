import Analysis
import CollectionSources
import Domain
import NIOPosix
import Reports
import Wire

/// The work of a job on a LOCAL collection: configuration, listing, analysis, report. Reads nothing outside the roots. SL-1.
struct LocalAnalysis: AttemptWork {
    let context: AgentContext
    let cache: TeamSettingsCache

    func perform(_ job: JobAssignment, _ session: AttemptSession) async throws -> WorkOutput {
        guard job.tool == .photostats, job.collection.type == .local else {
            throw WorkFailure(
                kind: .invalidConfiguration,
                message: "This agent (\(context.identity.version)) cannot run \(job.tool.title) on a "
                    + "\(job.collection.type.rawValue) collection. Update it.")
        }
        session.report(ProgressUpdate(stage: .initializing, percentage: 0))
        let configuration = try await configuration(job)
        let begun = context.time.now()
        let listing = try await list(job, session)
        try refuseEmptied(listing, job)
        let scanned = context.time.now()
        session.report(Self.update(.analyzing, 80, listing.files.count))
        let spent = scanned - begun
        return try await NIOThreadPool.singleton.runIfActive { [context] in
            let result = PhotoStats.analyse(
                files: listing.files, configuration: configuration,
                options: PhotoStats.Options(pairAcrossDirectories: job.parameters.pairAcrossDirectories ?? false),
                skipped: listing.skipped, warnings: listing.warnings.map(\.sentence),
                scanSeconds: Int(spent.inSeconds.rounded()))
            session.report(Self.update(.generatingReport, 90, listing.files.count))
            let header = ReportHeader(
                toolTitle: job.tool.title, collectionName: job.collection.name, location: job.collection.location,
                agentName: context.settings.name ?? context.identity.hostname, finishedAt: context.time.now(),
                durationSeconds: (context.time.now() - begun).inSeconds, version: context.identity.version)
            return WorkOutput(
                results: CanonicalJSON.encode(result.json), report: PhotoStatsReport.render(result, header: header),
                filesProcessed: Int64(listing.files.count))
        }
    }

    private func configuration(_ job: JobAssignment) async throws -> ToolConfiguration {
        do {
            return try await APIConfigLoader(context: context, path: job.configUrl, cache: cache).load()
        } catch let error as ConfigurationError {
            throw WorkFailure(
                kind: .invalidConfiguration, message: "The team's configuration cannot be used: \(error).")
        }
    }

    /// Walks the folder on a thread of its own: it blocks.
    private func list(_ job: JobAssignment, _ session: AttemptSession) async throws -> FileListing {
        let folder = LocalFolder(path: job.collection.location, roots: AuthorizedRoots(context.roots()))
        let expected = job.previous?.totalFiles
        session.report(ProgressUpdate(stage: .scanning, percentage: 5, filesScanned: 0))
        let result = try await NIOThreadPool.singleton.runIfActive { () -> Result<FileListing, ListingError> in
            do throws(ListingError) {
                return .success(
                    try folder.list(isCancelled: { session.cancellation.isCancelled }) { progress in
                        session.report(Self.update(progress, expected: expected))
                    })
            } catch {
                return .failure(error)
            }
        }
        let listing = try Self.unwrap(result)
        for warning in listing.warnings {
            session.warn(
                JobWarning(
                    message: warning.message, file: displayText(warning.path), errorType: warning.errorType))
        }
        return listing
    }

    private static func unwrap(_ result: Result<FileListing, ListingError>) throws -> FileListing {
        switch result {
        case .success(let listing): return listing
        case .failure(.cancelled): throw CutShort()
        case .failure(let error):
            let kind: ErrorKind =
                switch error {
                case .storageUnavailable: .storageUnavailable
                case .notAFolder: .invalidConfiguration
                default: .permissionDenied
                }
            throw WorkFailure(kind: kind, message: error.message)
        }
    }

    /// A folder that is empty where files used to be is a disk that is not mounted, unless a person says otherwise. EC-5.
    private func refuseEmptied(_ listing: FileListing, _ job: JobAssignment) throws {
        guard listing.files.isEmpty, let previous = job.previous, previous.totalFiles > 0,
            job.parameters.acceptEmpty != true
        else { return }
        throw WorkFailure(
            kind: .storageUnavailable,
            message:
                "\(job.collection.location) is empty, but held \(previous.totalFiles) files the last time. Check that "
                + "its disk is mounted. If it is truly empty now, run again and accept the empty folder.")
    }

    /// Scanning takes the bar from 5 to 75 %, as far as the last result tells how many files to expect.
    private static func update(_ progress: ListingProgress, expected: Int64?) -> ProgressUpdate {
        let total = expected.map { max($0, Int64(progress.filesScanned)) }
        let share = total.map { $0 > 0 ? Double(progress.filesScanned) / Double($0) : 0 } ?? 0
        return ProgressUpdate(
            stage: .scanning, percentage: (5 + 70 * share).rounded(), filesScanned: Int64(progress.filesScanned),
            totalFiles: total, currentFile: displayText(progress.currentFolder))
    }

    private static func update(_ stage: Stage, _ percentage: Double, _ files: Int) -> ProgressUpdate {
        ProgressUpdate(
            stage: stage, percentage: percentage, filesScanned: Int64(files), totalFiles: Int64(files))
    }
}

extension ListingWarning {
    /// The warning with its place, as results and reports show it.
    var sentence: String { "\(displayText(path)): \(message)" }
}
