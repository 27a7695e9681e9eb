/// A file that browsers load, embedded in the executable.
public struct WebAsset: Sendable {
    /// Its name, for example `safelight.css`.
    public let name: String
    /// Its content.
    public let bytes: [UInt8]

    /// A file of its parts.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// All of them.
    public static let all: [WebAsset] = [
        // One file for the browser, in this order: the last says how the others fold on narrow screens.
        WebAsset(
            name: "safelight.css",
            bytes: PackageResources.frame_css + PackageResources.parts_css + PackageResources.pages_css),
        WebAsset(name: "icon.svg", bytes: PackageResources.icon_svg),
        WebAsset(name: "app.js", bytes: PackageResources.app_js),
        WebAsset(name: "agents-live.js", bytes: PackageResources.agents_live_js),
        WebAsset(name: "bell.js", bytes: PackageResources.bell_js),
        WebAsset(name: "copy.js", bytes: PackageResources.copy_js),
        WebAsset(name: "dialog.js", bytes: PackageResources.dialog_js),
        WebAsset(name: "filters.js", bytes: PackageResources.filters_js),
        WebAsset(name: "job-progress.js", bytes: PackageResources.job_progress_js),
        WebAsset(name: "live-socket.js", bytes: PackageResources.live_socket_js),
        WebAsset(name: "menu.js", bytes: PackageResources.menu_js),
        WebAsset(name: "pipeline-editor.js", bytes: PackageResources.pipeline_editor_js),
        WebAsset(name: "pool-badge.js", bytes: PackageResources.pool_badge_js),
        WebAsset(name: "regions.js", bytes: PackageResources.regions_js),
        WebAsset(name: "relative-time.js", bytes: PackageResources.relative_time_js),
        WebAsset(name: "session.js", bytes: PackageResources.session_js),
        WebAsset(name: "shortcuts.js", bytes: PackageResources.shortcuts_js),
        WebAsset(name: "theme.js", bytes: PackageResources.theme_js),
        WebAsset(name: "unsaved.js", bytes: PackageResources.unsaved_js),
    ]
}
