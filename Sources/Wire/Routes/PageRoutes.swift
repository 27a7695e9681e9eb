/// Pages and the targets of their forms (ui.md).
public enum PageRoutes {
    /// How the archive is and what happens; leads to the collections while there are none, or to set-up or sign-in.
    public static let dashboard = Route(.get, "/")
    /// First start: team and administrator.
    public static let setup = Route(.get, "/setup")
    /// Creates team and administrator.
    public static let submitSetup = Route(.post, "/setup")
    /// Asks for email and password.
    public static let signIn = Route(.get, "/sign-in")
    /// Opens a session.
    public static let submitSignIn = Route(.post, "/sign-in")
    /// Ends the session.
    public static let signOut = Route(.post, "/sign-out")
    /// Chooses light, dark or the system's theme.
    public static let setTheme = Route(.post, "/theme")
    /// What the keyboard does.
    public static let keys = Route(.get, "/keys")
    /// The list of collections.
    public static let collections = Route(.get, "/collections")
    /// The form for a new collection.
    public static let newCollection = Route(.get, "/collections/new")
    /// Creates a collection.
    public static let createCollection = Route(.post, "/collections")
    /// A collection with its runs and results.
    public static let collection = Route(.get, "/collections/{guid}")
    /// Changes a collection: name, agent, folder, pipeline.
    public static let changeCollection = Route(.post, "/collections/{guid}/change")
    /// Deletes a collection.
    public static let deleteCollection = Route(.post, "/collections/{guid}/delete")
    /// Starts a tool on a collection.
    public static let startRun = Route(.post, "/collections/{guid}/runs")
    /// The team's pipelines.
    public static let pipelines = Route(.get, "/pipelines")
    /// Adds a pipeline from a template.
    public static let addPipeline = Route(.post, "/pipelines")
    /// The editor with a new pipeline, empty or from a template.
    public static let newPipeline = Route(.get, "/pipelines/new")
    /// What the editor's buttons do with a new pipeline.
    public static let submitNewPipeline = Route(.post, "/pipelines/new")
    /// The editor with a pipeline.
    public static let editPipeline = Route(.get, "/pipelines/{guid}/edit")
    /// What the editor's buttons do with a pipeline.
    public static let submitPipeline = Route(.post, "/pipelines/{guid}/edit")
    /// A pipeline, drawn and as a table.
    public static let pipeline = Route(.get, "/pipelines/{guid}")
    /// Makes a pipeline the one that runs take where no other is chosen.
    public static let makePipelineDefault = Route(.post, "/pipelines/{guid}/default")
    /// Deletes a pipeline that nothing uses.
    public static let deletePipeline = Route(.post, "/pipelines/{guid}/delete")
    /// The team's connectors.
    public static let connectors = Route(.get, "/connectors")
    /// The form for a new connector.
    public static let newConnector = Route(.get, "/connectors/new")
    /// Creates a connector.
    public static let createConnector = Route(.post, "/connectors")
    /// One connector: who holds its credentials, and what is on it.
    public static let connector = Route(.get, "/connectors/{guid}")
    /// Changes a connector.
    public static let changeConnector = Route(.post, "/connectors/{guid}/change")
    /// Deletes a connector that nothing is on.
    public static let deleteConnector = Route(.post, "/connectors/{guid}/delete")
    /// Active and done jobs.
    public static let jobs = Route(.get, "/jobs")
    /// One job.
    public static let job = Route(.get, "/jobs/{guid}")
    /// Asks a job to end.
    public static let cancelJob = Route(.post, "/jobs/{guid}/cancel")
    /// Runs an ended job again.
    public static let retryJob = Route(.post, "/jobs/{guid}/retry")
    /// The list of results.
    public static let results = Route(.get, "/results")
    /// A result with its report.
    public static let result = Route(.get, "/results/{guid}")
    /// What a result found that the one before did not, and what is gone since.
    public static let resultChanges = Route(.get, "/results/{guid}/changes")
    /// The agents.
    public static let agents = Route(.get, "/agents")
    /// One agent with its jobs.
    public static let agent = Route(.get, "/agents/{guid}")
    /// Makes a registration token and shows it once.
    public static let createAgentToken = Route(.post, "/agents/tokens")
    /// Withdraws a registration token.
    public static let deleteAgentToken = Route(.post, "/agents/tokens/{guid}/delete")
    /// Renames an agent.
    public static let renameAgent = Route(.post, "/agents/{guid}/rename")
    /// Pauses an agent, or lets it go on.
    public static let pauseAgent = Route(.post, "/agents/{guid}/pause")
    /// Revokes an agent.
    public static let revokeAgent = Route(.post, "/agents/{guid}/revoke")
    /// Deletes an agent.
    public static let deleteAgent = Route(.post, "/agents/{guid}/delete")
    /// The notifications.
    public static let notifications = Route(.get, "/notifications")
    /// Marks all notifications as read.
    public static let readNotifications = Route(.post, "/notifications/read")
    /// Marks one notification as read.
    public static let readNotification = Route(.post, "/notifications/{guid}/read")
    /// Leads to the first part of the settings.
    public static let settings = Route(.get, "/settings")
    /// Which files are photos and sidecars.
    public static let fileSettings = Route(.get, "/settings/files")
    /// Saves the file types, or goes back to the defaults.
    public static let saveFileSettings = Route(.post, "/settings/files")
    /// The names of cameras.
    public static let cameraSettings = Route(.get, "/settings/cameras")
    /// Names a camera.
    public static let saveCamera = Route(.post, "/settings/cameras")
    /// Takes a camera's name away.
    public static let deleteCamera = Route(.post, "/settings/cameras/delete")
    /// What processing methods mean.
    public static let methodSettings = Route(.get, "/settings/methods")
    /// Says what a processing method means.
    public static let saveMethod = Route(.post, "/settings/methods")
    /// Takes a processing method away.
    public static let deleteMethod = Route(.post, "/settings/methods/delete")
    /// The team's people.
    public static let teamSettings = Route(.get, "/settings/team")
    /// Adds a person to the team.
    public static let addPerson = Route(.post, "/settings/team")
    /// Changes a person's name or role.
    public static let changePerson = Route(.post, "/settings/team/{guid}/change")
    /// Closes a person's account.
    public static let removePerson = Route(.post, "/settings/team/{guid}/remove")
    /// The reader's API tokens.
    public static let tokenSettings = Route(.get, "/settings/tokens")
    /// Makes an API token and shows it once.
    public static let createToken = Route(.post, "/settings/tokens")
    /// Withdraws an API token.
    public static let deleteToken = Route(.post, "/settings/tokens/{guid}/delete")
    /// The reader's password.
    public static let passwordSettings = Route(.get, "/settings/password")
    /// Changes the reader's password.
    public static let changePassword = Route(.post, "/settings/password")
    /// What runs here.
    public static let about = Route(.get, "/settings/about")
}
