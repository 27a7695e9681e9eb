/// For those who operate the server.
public enum ServiceRoutes {
    /// Whether the process answers.
    public static let live = Route(.get, "/health/live")
    /// Whether the database answers and is up to date.
    public static let ready = Route(.get, "/health/ready")
    /// Figures in Prometheus text format.
    public static let metrics = Route(.get, "/metrics")
    /// A style sheet, script or icon under a name that carries its content's hash.
    public static let asset = Route(.get, "/assets/{name}")
}
