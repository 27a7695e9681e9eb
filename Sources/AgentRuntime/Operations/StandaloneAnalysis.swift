import Analysis
import CollectionSources
import Domain
import NIOPosix
import Wire

/// A tool run by hand, without any server. FR-540.12.
public struct StandaloneAnalysis: Sendable {
    /// The folder as it is shown: absolute, with links resolved.
    public var folder: String { place.shown }
    /// What in the configuration means nothing.
    public let warnings: [String]
    private let place: LocalPath
    private let run: ToolRun

    /// A tool on a folder, with a configuration file or the built-in defaults.
    /// - Throws: `AgentError`: 66 where a path is missing, 69 where it cannot be reached, 78 where the configuration is wrong.
    public init(_ tool: Tool, path: LocalPath, configFile: LocalPath?, options: ToolOptions) throws {
        place = try RootFolders.canonical(path)
        let (configuration, warnings) = try configFile.map(ToolConfigurationFile.load) ?? (.builtIn, [])
        do {
            run = try ToolRun(tool, configuration: configuration, options: options)
        } catch {
            throw Self.error(error, in: configFile)
        }
        self.warnings = warnings + run.warnings.map { Self.placed($0, configFile) }
    }

    /// Whether a path is that of an image or a sidecar, by its extension and the configuration.
    public func isCounted(_ path: LocalPath) -> Bool {
        let name = displayText(path.name)
        guard let dot = name.lastIndex(of: "."), let ending = ToolConfiguration.normalizedExtension(name[dot...]) else {
            return false
        }
        return (run.configuration.photoExtensions + run.configuration.metadataExtensions).contains(ending)
    }

    /// Lists and analyses on a thread of its own.
    /// - Throws: `AgentError`, 69 where the storage is not there or may not be read; nil where it was cancelled.
    public func perform(
        time: any TimeSource = SystemTime(), cancellation: Cancellation = Cancellation(),
        progress: @escaping @Sendable (ToolStep) -> Void
    ) async throws -> ToolOutcome? {
        let header = ToolRun.Place(
            collectionName: folder.split(separator: "/").last.map(String.init) ?? "/", location: folder, agentName: "",
            version: SafelightVersion.current)
        let session = ToolRun.Session(time: time, isCancelled: { cancellation.isCancelled }, report: progress)
        let outcome = try await NIOThreadPool.singleton.runIfActive { [self] in
            Result { () throws(ToolFailure) in
                try run.perform(
                    on: LocalFolder(trusted: place.bytes, shown: folder), of: header, session)
            }
        }
        switch outcome {
        case .success(let outcome): return outcome
        case .failure(.cancelled): return nil
        case .failure(let failure): throw Self.error(failure, in: nil)
        }
    }

    private static func error(_ failure: ToolFailure, in configFile: LocalPath?) -> AgentError {
        switch failure {
        case .listing(.permissionDenied(let path)):
            AgentError(
                code: "permission_denied",
                message: "You may not read the folder \(path). Ask for read permission on it.",
                exit: .unavailable)
        case .listing(.placeDenied(let reason)):
            AgentError(code: "permission_denied", message: reason, exit: .unavailable)
        case .listing(let error):
            AgentError(code: "storage_unavailable", message: error.message, exit: .unavailable)
        case .denied(let message): AgentError(code: "permission_denied", message: message, exit: .unavailable)
        case .storage(let message):
            AgentError(code: "storage_unavailable", message: message, exit: .unavailable)
        case .configuration(let message): ConfigFile.invalid(message)
        case .pipeline(let name, let problems):
            ConfigFile.invalid(
                "The pipeline \"\(name)\" cannot be run.\n"
                    + problems.map { "  " + placed($0.sentence, configFile) }.joined(separator: "\n"))
        case .cancelled:
            AgentError(code: "stopped", message: "The run was stopped.", exit: .tryAgain)
        }
    }

    private static func placed(_ sentence: String, _ configFile: LocalPath?) -> String {
        configFile.map { "\($0.shown), \(sentence)" } ?? sentence
    }
}
