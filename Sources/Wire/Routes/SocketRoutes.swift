/// WebSockets (protocol.md, *WebSockets*).
public enum SocketRoutes {
    /// An agent's progress on its job.
    public static let agentProgress = Route(.get, "/ws/agent/jobs/{guid}/progress")
    /// Progress and status of every job of the team, for browsers.
    public static let allJobs = Route(.get, "/ws/jobs/all")
    /// Progress and status of one job, for browsers.
    public static let job = Route(.get, "/ws/jobs/{guid}")
    /// The header badge, live.
    public static let poolStatus = Route(.get, "/ws/agents/pool-status")
    /// The agents list, live.
    public static let agents = Route(.get, "/ws/agents")
    /// The bell, live.
    public static let notifications = Route(.get, "/ws/notifications")
}
