import Analysis
import CollectionSources
import Domain
import NIOPosix
import Reports
import Wire

/// A tool run by hand, without any server. FR-540.12.
public struct StandaloneAnalysis: Sendable {
    /// What came out.
    public struct Outcome: Sendable {
        /// Canonical JSON.
        public let results: [UInt8]
        /// HTML.
        public let report: [UInt8]
        /// Whether there is something to mend.
        public let hasIssues: Bool
        /// The key figures, a line each.
        public let summary: [String]
    }

    /// How far the listing is: files seen, and the folder that is being read.
    public typealias Progress = @Sendable (_ files: Int, _ folder: String) -> Void

    private let folder: String
    private let configuration: ToolConfiguration
    private let pairAcrossDirectories: Bool
    /// What in the configuration means nothing.
    public let warnings: [String]

    /// PhotoStats on a folder, with a configuration file or the built-in defaults.
    /// - Throws: `AgentError`: 66 where a path is missing, 78 where the configuration is wrong.
    public init(path: String, configFile: String?, pairAcrossDirectories: Bool) throws {
        folder = try RootFolders.canonical(path)
        self.pairAcrossDirectories = pairAcrossDirectories
        guard let configFile else {
            configuration = .builtIn
            warnings = []
            return
        }
        do {
            let parsed = try YAMLConfiguration.parse(try DurableFile.read(configFile))
            configuration = parsed.configuration
            warnings = parsed.warnings.map { "\(configFile), \($0)" }
        } catch let failure as SystemFailure {
            throw AgentError(code: "config_missing", message: "The configuration: \(failure).", exit: .missingInput)
        } catch let error as ConfigurationError {
            throw ConfigFile.invalid("\(configFile), \(error)")
        }
    }

    /// The tools that can be named.
    public static var toolNames: [String] { Capabilities.tools.map(\.rawValue) }

    /// Lists and analyses on a thread of its own.
    /// - Throws: `AgentError`, 69 where the storage is not there or may not be read.
    public func run(time: any TimeSource = SystemTime(), progress: @escaping Progress) async throws -> Outcome {
        let begun = time.now()
        return try await NIOThreadPool.singleton.runIfActive { [self] in
            let listing = try list(progress)
            let spent = time.now() - begun
            let result = PhotoStats.analyse(
                files: listing.files, configuration: configuration,
                options: PhotoStats.Options(pairAcrossDirectories: pairAcrossDirectories), skipped: listing.skipped,
                warnings: listing.warnings.map(\.sentence), scanSeconds: Int(spent.inSeconds.rounded()))
            let header = ReportHeader(
                toolTitle: Tool.photostats.title,
                collectionName: folder.split(separator: "/").last.map(String.init) ?? "/",
                location: folder, agentName: "", finishedAt: time.now(),
                durationSeconds: (time.now() - begun).inSeconds, version: SafelightVersion.current)
            return Outcome(
                results: CanonicalJSON.encode(result.json), report: PhotoStatsReport.render(result, header: header),
                hasIssues: result.hasIssues, summary: Self.summary(result))
        }
    }

    private func list(_ progress: @escaping Progress) throws -> FileListing {
        do throws(ListingError) {
            return try LocalFolder(path: folder, roots: AuthorizedRoots([folder])).list(progress: { now in
                progress(now.filesScanned, displayText(now.currentFolder))
            })
        } catch {
            throw AgentError(code: "storage_unavailable", message: error.message, exit: .unavailable)
        }
    }

    private static func summary(_ result: PhotoStatsResult) -> [String] {
        [
            "Files             \(result.totalFiles)", "Bytes             \(result.totalSize)",
            "Paired            \(result.pairedCount)", "Orphaned images   \(result.orphanedImages.total)",
            "Orphaned sidecars \(result.orphanedSidecars.total)",
        ]
    }

    /// Writes an output file.
    /// - Throws: `AgentError`, exit 73.
    public static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try DurableFile.write(bytes, to: path, mode: 0o644)
        } catch {
            throw AgentError(code: "output_not_written", message: "The output: \(error).", exit: .cannotCreate)
        }
    }
}
