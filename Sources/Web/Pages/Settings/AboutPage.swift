import Domain
import HTML
import Wire

/// What runs here.
enum AboutPage {
    struct Model: Sendable {
        /// The server's version, and the kind of its database.
        var version: String, database: String
        var agents: [AgentDTO]
    }

    static func render(_ model: Model, frame: PageFrame) -> HTML {
        let versions = Dictionary(grouping: model.agents.filter { $0.status != .revoked }, by: \.version)
            .sorted { $0.key < $1.key }.map { "\($0.key) (\(NumberText.count($0.value.count, "agent")))" }
        return SettingsPart.about.render(
            frame: frame,
            """
            <div class="card narrow">\(Parts.facts([
                ("Server", "Safelight \(model.version)"), ("Agents", versions.isEmpty ? "none" : HTML(text: versions.joined(separator: ", "))),
                ("Database", HTML(text: model.database)), ("Server’s clock", "<time data-exact datetime=\"\(frame.now.description)\">\(Moment.exact(frame.now))</time>"),
            ]))</div>
            """)
    }
}
