import Analysis
import CollectionSources
import Domain
import NIOPosix
import Wire

/// The work of a job: configuration, listing, analysis, report. Of this machine it reads nothing outside the roots. SL-1.
struct CollectionAnalysis: AttemptWork {
    let context: AgentContext
    let cache: TeamSettingsCache

    func perform(_ job: JobAssignment, _ session: AttemptSession) async throws -> WorkOutput {
        guard Capabilities.tools.contains(job.tool) else {
            throw WorkFailure(
                kind: .invalidConfiguration,
                message: "This agent (\(context.identity.version)) cannot run \(job.tool.title). Update it.")
        }
        session.report(ProgressUpdate(stage: .initializing, percentage: 0))
        let configuration = try await configuration(job)
        let prepared: Prepared
        let remote: Remote?
        do {
            prepared = try Prepared(job, configuration, context, session)
            remote = job.collection.type == .local ? nil : try await list(job, prepared)
        } catch {
            throw error == .cancelled ? CutShort() : Self.failure(error)
        }
        // A thread of its own: listing a folder blocks, and so does the analysis.
        let outcome = try await NIOThreadPool.singleton.runIfActive { [self] in
            Result { () throws(ToolFailure) in try run(job, prepared, remote, session) }
        }
        switch outcome {
        case .success(let outcome):
            return WorkOutput(
                results: outcome.results, report: outcome.report, filesProcessed: Int64(outcome.files))
        case .failure(.cancelled): throw CutShort()
        case .failure(let failure): throw Self.failure(failure)
        }
    }

    /// A run with all that it is told.
    private struct Prepared: Sendable {
        let run: ToolRun
        let place: ToolRun.Place
        let session: ToolRun.Session

        init(
            _ job: JobAssignment, _ configuration: ToolConfiguration, _ context: AgentContext,
            _ session: AttemptSession
        ) throws(ToolFailure) {
            run = try ToolRun(job.tool, configuration: configuration, options: ToolOptions(job.parameters))
            place = ToolRun.Place(
                collectionName: job.collection.name, location: job.shownLocation,
                agentName: context.settings.name ?? context.identity.hostname, version: context.identity.version)
            let progress = JobProgress(expected: job.previous?.totalFiles, send: session.report)
            progress.report(.listing(files: 0, folder: ""))
            self.session = ToolRun.Session(
                time: context.time, isCancelled: { session.cancellation.isCancelled }, report: progress.report)
        }
    }

    /// A bucket or share that has been listed.
    private struct Remote: Sendable {
        let begun: Timestamp
        let listing: FileListing
        /// Where its sidecars can be read.
        let share: SMBShare?
    }

    /// Lists a bucket or a share.
    private func list(_ job: JobAssignment, _ prepared: Prepared) async throws(ToolFailure) -> Remote {
        let begun = context.time.now()
        let place = try place(job)
        do {
            let listing = try await place.list(
                job.collection.location, isCancelled: prepared.session.isCancelled,
                progress: prepared.session.reportListing)
            let share: SMBShare? = if case .smb(let share) = place { share } else { nil }
            return Remote(begun: begun, listing: listing, share: share)
        } catch .cancelled {
            throw .cancelled
        } catch {
            throw .listing(error)
        }
    }

    private func place(_ job: JobAssignment) throws(ToolFailure) -> RemotePlace {
        guard let connector = job.connector else {
            throw .configuration("The server did not say how to reach this collection. Update the agent.")
        }
        let credentials = try credentials(of: connector)
        do throws(RemotePlace.Refusal) {
            return try RemotePlace(connector.type, connector.configuration, credentials)
        } catch {
            throw .configuration(error.message)
        }
    }

    /// Those that came with the job, or those that this agent holds.
    private func credentials(of connector: AssignedConnector) throws(ToolFailure) -> [String: String] {
        if connector.credentialLocation == .server {
            if let credentials = connector.credentials { return credentials }
            throw .denied("The server could not open its credentials of this connector. Give it new ones there.")
        }
        do {
            if let held = try context.credentials.read().credentials(of: connector.guid) { return held }
        } catch {
            throw .denied(error.message)
        }
        throw .denied(
            "This agent holds no credentials of the connector. On its machine: "
                + "safelight-agent connectors configure \(connector.guid)")
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
        _ job: JobAssignment, _ prepared: Prepared, _ remote: Remote?, _ session: AttemptSession
    ) throws(ToolFailure) -> ToolOutcome {
        func accept(_ listing: FileListing) throws(ToolFailure) {
            for warning in listing.warnings {
                session.warn(
                    JobWarning(
                        message: warning.message, file: displayText(warning.path), errorType: warning.errorType))
            }
            try refuseEmptied(listing, job)
        }
        guard let remote else {
            return try prepared.run.perform(
                on: LocalFolder(path: job.collection.location, roots: AuthorizedRoots(context.roots())),
                of: prepared.place, prepared.session, accept: accept)
        }
        try accept(remote.listing)
        return try prepared.run.perform(
            onListed: remote.listing, since: remote.begun,
            sidecarsIn: remote.share.map { ($0, job.collection.location) },
            of: prepared.place, prepared.session)
    }

    /// A folder that is empty where files used to be is a disk that is not mounted, unless a person says otherwise. EC-5.
    private func refuseEmptied(_ listing: FileListing, _ job: JobAssignment) throws(ToolFailure) {
        guard listing.files.isEmpty, let previous = job.previous, previous.totalFiles > 0,
            job.parameters.acceptEmpty != true
        else { return }
        throw .storage(
            "\(job.shownLocation) is empty, but held \(previous.totalFiles) files the last time. Check that "
                + "\(job.collection.type == .local ? "its disk is mounted" : "this is its place"). If it is truly empty now, run again and accept the empty folder."
        )
    }

    private static func failure(_ failure: ToolFailure) -> WorkFailure {
        switch failure {
        case .listing(let error):
            let kind: ErrorKind =
                switch error {
                case .storageUnavailable, .placeUnavailable: .storageUnavailable
                case .notAFolder: .invalidConfiguration
                case .outsideRoots, .permissionDenied, .placeDenied: .permissionDenied
                case .cancelled: .internal
                }
            return WorkFailure(kind: kind, message: error.message)
        case .denied(let message): return WorkFailure(kind: .permissionDenied, message: message)
        case .storage(let message): return WorkFailure(kind: .storageUnavailable, message: message)
        case .configuration(let message): return WorkFailure(kind: .invalidConfiguration, message: message)
        case .pipeline(let name, let problems): return invalidPipeline(name, problems.map(\.sentence))
        case .cancelled: return WorkFailure(kind: .internal, message: "The run was stopped.")
        }
    }
}

extension CollectionAnalysis {
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

extension JobAssignment {
    /// Where the collection is, for people.
    var shownLocation: String {
        guard let connector, collection.type != .local else { return collection.location }
        let configuration = connector.configuration
        let place =
            switch connector.type {
            case .s3: "s3://\(configuration["bucket"] ?? "")"
            case .gcs: "gs://\(configuration["bucket"] ?? "")"
            case .smb: "//\(configuration["server"] ?? "")/\(configuration["share"] ?? "")"
            }
        return place + (collection.location.isEmpty ? "" : "/\(collection.location)")
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
