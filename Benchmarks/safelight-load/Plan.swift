/// What a run does, as a benchmark's script writes it.
struct Plan: Codable, Sendable {
    /// The kinds of load.
    enum Scenario: String, Codable, Sendable {
        /// `GET /health/live`: the baseline.
        case live
        /// A page as a signed-in person opens it.
        case page
        /// `POST /heartbeat`.
        case heartbeat
        /// `POST /jobs/claim` with a job waiting; the job is completed outside of what is timed.
        case claim
        /// `POST /jobs/claim` with none waiting.
        case emptyClaim = "empty_claim"
        /// Claim, first progress, completion with a signed result.
        case throughput
        /// From a run's request to the claim of an agent that waits for it.
        case pickup
        /// Agents that wait and send heartbeats.
        case idle
        /// Frames of agents that come out at a browser.
        case progress
        /// Frames to a bare echo server and back: the baseline of `progress`.
        case echo
        /// The bare echo server itself, for so many seconds; prints its port.
        case echoServer = "echo_server"
        /// A result and a report that go up in chunks.
        case upload
    }

    /// Who calls: an agent's key, and the collection that jobs for it are made on.
    struct Agent: Codable, Sendable {
        /// The API key.
        var key: String
        /// The agent's own collection, for `pickup`.
        var collection: String?
    }

    /// The kind of load.
    var scenario: Scenario
    /// Where the server listens on 127.0.0.1.
    var port: Int
    /// The agents that take part; `live` and `page` need none.
    var agents: [Agent] = []
    /// Kept connections, where they are not one for each agent.
    var connections: Int?
    /// How long to measure, in seconds, and how long to warm up before.
    var seconds: Double
    var warmupSeconds: Double
    /// Operations a second on a fixed schedule; without it each connection goes on as soon as it is answered.
    var rate: Double?
    /// How long a claim of `idle` is held, in whole seconds, and over what time its agents arrive; 25 without it.
    var waitSeconds: Int?
    /// What a claim says that the agent can do.
    var capabilities: [String]?
    /// Canonical JSON of the result that is handed in.
    var results: String?
    /// The user's API token and session cookie, for `pickup`, `progress` and `page`.
    var token: String?
    var cookie: String?
    /// The address that `page` opens.
    var path: String?
    /// Files with the results and the report that `upload` sends.
    var resultsFile: String?
    var reportFile: String?

    private enum CodingKeys: String, CodingKey {
        case scenario, port, agents, connections, seconds, rate, capabilities, results, token, cookie, path
        case waitSeconds = "wait_seconds"
        case warmupSeconds = "warmup_seconds"
        case resultsFile = "results_file"
        case reportFile = "report_file"
    }
}
