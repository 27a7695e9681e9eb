/// For those who operate the server.
public enum ServiceRoutes {
    /// Whether the process answers.
    public static let live = Route(.get, "/health/live")
    /// Whether the database answers and is up to date.
    public static let ready = Route(.get, "/health/ready")
    /// Figures in Prometheus text format.
    public static let metrics = Route(.get, "/metrics")
    /// A style sheet, script or icon; the version is a hash over all of them, so that modules find each other by relative imports.
    public static let asset = Route(.get, "/assets/{version}/{name}")
}
