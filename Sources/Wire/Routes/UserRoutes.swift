/// The user API (protocol.md, *User API*).
public enum UserRoutes {
    /// Opens a session.
    public static let login = Route(.post, "/api/auth/login")
    /// Ends the session.
    public static let logout = Route(.post, "/api/auth/logout")
    /// Who is signed in.
    public static let me = Route(.get, "/api/auth/me")
    /// The team's agents.
    public static let agents = Route(.get, "/api/agents")
    /// One agent.
    public static let agent = Route(.get, "/api/agents/{guid}")
    /// Renames or pauses an agent.
    public static let changeAgent = Route(.patch, "/api/agents/{guid}")
    /// Deletes an agent that no collection is bound to.
    public static let deleteAgent = Route(.delete, "/api/agents/{guid}")
    /// Takes all rights from an agent, at once.
    public static let revokeAgent = Route(.post, "/api/agents/{guid}/revoke")
    /// Jobs that an agent ran or runs.
    public static let agentJobs = Route(.get, "/api/agents/{guid}/jobs")
    /// The team's people.
    public static let users = Route(.get, "/api/users")
    /// Adds a person.
    public static let addUser = Route(.post, "/api/users")
    /// Changes a person's name or role.
    public static let changeUser = Route(.patch, "/api/users/{guid}")
    /// Closes a person's account.
    public static let removeUser = Route(.delete, "/api/users/{guid}")
    /// One's own API tokens.
    public static let apiTokens = Route(.get, "/api/tokens")
    /// Makes an API token and shows it once.
    public static let createAPIToken = Route(.post, "/api/tokens")
    /// Withdraws an API token.
    public static let deleteAPIToken = Route(.delete, "/api/tokens/{guid}")
    /// Registration tokens.
    public static let agentTokens = Route(.get, "/api/agents/tokens")
    /// Makes a registration token, shown once.
    public static let createAgentToken = Route(.post, "/api/agents/tokens")
    /// Withdraws an unused registration token.
    public static let deleteAgentToken = Route(.delete, "/api/agents/tokens/{guid}")
    /// The three counts of the header badge.
    public static let poolStatus = Route(.get, "/api/agents/pool-status")
    /// The team's collections.
    public static let collections = Route(.get, "/api/collections")
    /// Creates a collection.
    public static let createCollection = Route(.post, "/api/collections")
    /// One collection.
    public static let collection = Route(.get, "/api/collections/{guid}")
    /// Renames a collection, or moves it to another agent.
    public static let changeCollection = Route(.patch, "/api/collections/{guid}")
    /// Deletes a collection; its results stay.
    public static let deleteCollection = Route(.delete, "/api/collections/{guid}")
    /// Starts a tool on a collection.
    public static let startRun = Route(.post, "/api/collections/{guid}/runs")
    /// The team's connectors.
    public static let connectors = Route(.get, "/api/connectors")
    /// Adds a connector.
    public static let createConnector = Route(.post, "/api/connectors")
    /// One connector.
    public static let connector = Route(.get, "/api/connectors/{guid}")
    /// Changes a connector.
    public static let changeConnector = Route(.patch, "/api/connectors/{guid}")
    /// Deletes a connector that no collection is on.
    public static let deleteConnector = Route(.delete, "/api/connectors/{guid}")
    /// The agents that hold a connector's credentials.
    public static let connectorAgents = Route(.get, "/api/connectors/{guid}/agents")
    /// Jobs, filtered.
    public static let jobs = Route(.get, "/api/jobs")
    /// One job with its attempts.
    public static let job = Route(.get, "/api/jobs/{guid}")
    /// Asks a job to end.
    public static let cancelJob = Route(.post, "/api/jobs/{guid}/cancel")
    /// Runs an ended job again, as a new one.
    public static let retryJob = Route(.post, "/api/jobs/{guid}/retry")
    /// Why each agent does not run a waiting job.
    public static let explainJob = Route(.get, "/api/jobs/{guid}/explain")
    /// All the configuration that a job needs.
    public static let jobConfiguration = Route(.get, "/api/jobs/{guid}/config")
    /// Results, filtered.
    public static let results = Route(.get, "/api/results")
    /// One result.
    public static let result = Route(.get, "/api/results/{guid}")
    /// The HTML report of a result.
    public static let report = Route(.get, "/api/results/{guid}/report")
    /// The figures of a result and of those before it, of the same tool on the same collection.
    public static let resultTrend = Route(.get, "/api/results/{guid}/trend")
    /// What a result found, one finding in a line.
    public static let findings = Route(.get, "/api/results/{guid}/findings.csv")
    /// The results object alone, in canonical form.
    public static let resultJSON = Route(.get, "/api/results/{guid}/results.json")
    /// The team's pipelines.
    public static let pipelines = Route(.get, "/api/pipelines")
    /// Adds a pipeline.
    public static let createPipeline = Route(.post, "/api/pipelines")
    /// Looks at a pipeline without keeping it.
    public static let validatePipeline = Route(.post, "/api/pipelines/validate")
    /// Pipelines to begin with.
    public static let pipelineTemplates = Route(.get, "/api/pipelines/templates")
    /// One pipeline, whole.
    public static let pipeline = Route(.get, "/api/pipelines/{guid}")
    /// A pipeline as a configuration file holds it.
    public static let pipelineYAML = Route(.get, "/api/pipelines/{guid}/pipeline.yaml")
    /// Changes a pipeline, or makes it the default.
    public static let changePipeline = Route(.patch, "/api/pipelines/{guid}")
    /// Deletes a pipeline that nothing uses.
    public static let deletePipeline = Route(.delete, "/api/pipelines/{guid}")
    /// Extensions of photos.
    public static let photoExtensions = Route(.get, "/api/config/photo-extensions")
    /// Extensions of sidecars.
    public static let metadataExtensions = Route(.get, "/api/config/metadata-extensions")
    /// Photo extensions that need a sidecar.
    public static let requireSidecar = Route(.get, "/api/config/require-sidecar")
    /// Camera ids and the names they stand for.
    public static let cameraMappings = Route(.get, "/api/config/camera-mappings")
    /// Method codes and what they mean.
    public static let processingMethods = Route(.get, "/api/config/processing-methods")
    /// Replaces the extensions of photos.
    public static let setPhotoExtensions = Route(.put, "/api/config/photo-extensions")
    /// Replaces the extensions of sidecars.
    public static let setMetadataExtensions = Route(.put, "/api/config/metadata-extensions")
    /// Replaces the extensions that need a sidecar.
    public static let setRequireSidecar = Route(.put, "/api/config/require-sidecar")
    /// Replaces the camera mappings.
    public static let setCameraMappings = Route(.put, "/api/config/camera-mappings")
    /// Replaces the processing methods.
    public static let setProcessingMethods = Route(.put, "/api/config/processing-methods")
    /// The reader's notifications.
    public static let notifications = Route(.get, "/api/notifications")
    /// Marks all notifications as read.
    public static let readNotifications = Route(.post, "/api/notifications/read")
    /// Marks one notification as read.
    public static let readNotification = Route(.post, "/api/notifications/{guid}/read")
    /// The JSON Schema of a tool's results, for example `photostats.json`.
    public static let resultsSchema = Route(.get, "/api/schemas/{file}")
}
