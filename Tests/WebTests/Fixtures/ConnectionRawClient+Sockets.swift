import Domain
import Testing
import Wire

/// The client's end of a WebSocket of the test server.
extension ConnectionRawClient {
    /// Asks for a WebSocket with header fields of its own.
    mutating func open(_ path: String, headers: [String: String] = [:]) async throws -> Response {
        let lines = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        // One character: Swift takes CR LF together.
        let request = Self.upgradeRequest(path).dropLast()
        try await send(request + lines + "\r\n")
        return try await readResponse()
    }

    /// Opens an agent's progress socket.
    mutating func open(_ agent: TestAgent, _ job: TestAssignment) async throws {
        let path = SocketRoutes.agentProgress.filled([job.guid])
        let answer = try await open(path, headers: ["Authorization": "Bearer \(agent.key)"])
        #expect(answer.status == 101)
    }

    /// Opens a browser's socket with a session, from our own origin.
    mutating func openBrowser(_ path: String, session: String) async throws {
        let answer = try await open(
            path, headers: ["Cookie": "safelight_session=\(session)", "Origin": "http://localhost"])
        #expect(answer.status == 101)
    }

    /// The next text frame as JSON.
    mutating func readJSON() async throws -> JSONValue {
        try JSONParser.parse(Array(try await readText().utf8))
    }

    /// Reads frames until one is of a type.
    mutating func readJSON(type: String) async throws -> JSONValue {
        while true {
            let frame = try await readJSON()
            if frame["type"]?.stringValue == type { return frame }
        }
    }

    /// Sends an agent's frame.
    func send(type: String, _ data: JSONValue? = nil) async throws {
        var members: [String: JSONValue] = ["type": .string(type), "timestamp": "2026-01-02T03:04:05.678Z"]
        members["data"] = data
        try await send(ConnectionFrame.text(WireJSON.text(JSONValue.object(members))))
    }
}
