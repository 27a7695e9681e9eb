import Coordinator

/// Figures in the text format that Prometheus reads. Source: Prometheus, *Exposition formats*, version 0.0.4.
struct MetricsText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// Everything that a server tells of itself.
    init(_ web: WebMetrics.Figures, _ server: ServerFigures) {
        add("http_requests_total", .counter, "Requests answered, by status.", by: "status", web.answers)
        add(
            "claims_total", .counter, "Claims, by how they ended.", by: "outcome",
            ["job": web.claimsWithJob, "none": web.claimsWithoutJob, "undelivered": web.claimsUndelivered])
        addClaimDurations(web)
        add("claims_waiting", .gauge, "Claims that wait here for a job.", server.waitingClaims)
        add("open_websockets", .gauge, "Open WebSockets, by whom they are for.", by: "kind", web.openSockets)
        add("upload_chunks_total", .counter, "Chunks of uploads taken.", web.chunks)
        add("upload_bytes_total", .counter, "Bytes of uploads taken.", web.chunkBytes)
        let statuses = ["scheduled", "pending", "assigned", "running"]
        let none = Dictionary(uniqueKeysWithValues: statuses.map { ($0, 0) })
        add(
            "jobs", .gauge, "Jobs that have not ended, by status.", by: "status",
            none.merging(server.jobs) { _, counted in counted })
        add("agents", .gauge, "Agents, by status.", by: "status", server.agents)
        if let connections = server.connections { add(connections) }
        guard let writer = server.writer else { return }
        add("database_writes_total", .counter, "Writes answered by the database.", writer.writes)
        add("database_commits_total", .counter, "Transactions committed; writes share them.", writer.commits)
        add("database_writes_waiting", .gauge, "Writes that wait for their turn.", writer.waiting)
    }

    private mutating func add(_ connections: ServerFigures.Connections) {
        add("database_connections_in_use", .gauge, "Connections that work for a request.", connections.inUse)
        add("database_connections_waiting", .gauge, "Requests that wait for a connection.", connections.waiting)
        add("database_connections_opened_total", .counter, "Connections opened.", connections.opened)
        add("database_connections_lost_total", .counter, "Connections lost.", connections.lost)
        add("database_repeats_total", .counter, "Transactions run again, for others or a loss.", connections.repeated)
        add("database_exhausted_total", .counter, "Requests that got no connection in time.", connections.exhausted)
    }

    private enum Kind: String {
        case counter, gauge, histogram
    }

    private mutating func head(_ name: String, _ kind: Kind, _ meaning: String) {
        text += "# HELP safelight_\(name) \(meaning)\n# TYPE safelight_\(name) \(kind.rawValue)\n"
    }

    private mutating func add(_ name: String, _ kind: Kind, _ meaning: String, _ value: Int) {
        head(name, kind, meaning)
        text += "safelight_\(name) \(value)\n"
    }

    /// Labels are statuses and words of our own, which need no escaping.
    private mutating func add(
        _ name: String, _ kind: Kind, _ meaning: String, by label: String, _ values: [some Hashable: Int]
    ) {
        head(name, kind, meaning)
        for (key, value) in values.map({ ("\($0.key)", $0.value) }).sorted(by: { $0.0 < $1.0 }) {
            text += "safelight_\(name){\(label)=\"\(key)\"} \(value)\n"
        }
    }

    private mutating func addClaimDurations(_ web: WebMetrics.Figures) {
        let name = "claim_duration_seconds"
        head(name, .histogram, "From a claim to the job it was answered with, waiting included.")
        var sum = 0
        for (bound, count) in zip(WebMetrics.bounds, web.claimBuckets) {
            sum += count
            text += "safelight_\(name)_bucket{le=\"\(bound)\"} \(sum)\n"
        }
        text += "safelight_\(name)_bucket{le=\"+Inf\"} \(web.claimsWithJob)\n"
        text += "safelight_\(name)_sum \(web.claimSeconds)\nsafelight_\(name)_count \(web.claimsWithJob)\n"
    }
}
