/// What agents call (protocol.md, *Agent REST API*).
public enum AgentRoutes {
    /// Trades a registration token for an API key.
    public static let register = Route(.post, "/api/agent/v1/register")
    /// A sign of life, with what changed.
    public static let heartbeat = Route(.post, "/api/agent/v1/heartbeat")
    /// Asks for a job; may be held for up to 50 s.
    public static let claim = Route(.post, "/api/agent/v1/jobs/claim")
    /// Progress while no socket is open.
    public static let progress = Route(.post, "/api/agent/v1/jobs/{guid}/progress")
    /// Hands in the end of an attempt.
    public static let complete = Route(.post, "/api/agent/v1/jobs/{guid}/complete")
    /// One chunk of an upload, raw bytes.
    public static let chunk = Route(.put, "/api/agent/v1/uploads/{id}/{index}")
    /// What of an upload has arrived.
    public static let upload = Route(.get, "/api/agent/v1/uploads/{id}")
    /// Ends an upload and with it the attempt.
    public static let finalize = Route(.post, "/api/agent/v1/uploads/{id}/finalize")
    /// The connectors whose credentials agents may hold.
    public static let connectors = Route(.get, "/api/agent/v1/connectors")
    /// One connector, with what its credentials consist of.
    public static let connector = Route(.get, "/api/agent/v1/connectors/{guid}/metadata")
    /// Says whether the agent reaches a connector with credentials of its own.
    public static let reportCapability = Route(.post, "/api/agent/v1/connectors/{guid}/report-capability")
    /// The agent as the server sees it.
    public static let me = Route(.get, "/api/agent/v1/me")
    /// Going away now: offline at once, jobs back at once.
    public static let disconnect = Route(.post, "/api/agent/v1/disconnect")
}
