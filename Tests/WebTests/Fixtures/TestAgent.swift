import Domain
import Testing
import Wire

/// A registered agent that speaks the protocol by hand.
struct TestAgent: Sendable {
    let server: TestServer
    let guid: String
    let key: String
    let capabilities: [String]

    /// A registration that is right in every field.
    static func registration(
        token: String, name: String = "darkroom", capabilities: [String] = ["local_filesystem"]
    ) -> JSONValue {
        [
            "registration_token": .string(token), "name": .string(name), "hostname": "darkroom.local",
            "version": "0.1.0", "platform": "linux-amd64",
            "binary_checksum": .string(String(repeating: "a", count: 64)),
            "capabilities": .array(capabilities.map(JSONValue.string)), "roots": ["/photos"],
        ]
    }

    /// Calls a route with the agent's key.
    func call(_ route: Route, _ values: String..., json: JSONValue? = nil) async throws -> TestAnswer {
        try await server.send(
            route.method, route.filled(values), headers: ["authorization": "Bearer \(key)"],
            body: json.map { WireJSON.encode($0) })
    }

    /// The body of a claim.
    func claim(wait: Int = 0) -> JSONValue {
        [
            "capabilities": .array(capabilities.map(JSONValue.string)), "wait_seconds": .integer(Int64(wait)),
        ]
    }

    /// Claims a job that is there.
    func claimed() async throws -> TestAssignment {
        let answer = try await call(AgentRoutes.claim, json: claim())
        #expect(answer.status == 200)
        return try TestAssignment(try #require(answer.json["job"]))
    }

    /// Sends a chunk.
    func chunk(_ bytes: [UInt8], of upload: String, _ index: String) async throws -> TestAnswer {
        try await server.send(
            .put, AgentRoutes.chunk.filled([upload, index]), headers: ["authorization": "Bearer \(key)"], body: bytes)
    }
}

/// A job that an agent was given.
struct TestAssignment: Sendable {
    let guid: String
    let attempt: Int
    let secret: [UInt8]

    static let results: JSONValue = [
        "total_files": 3, "total_size": 12, "file_counts": [".dng": 2, ".xmp": 1],
    ]
    static let report = Array(
        """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>PhotoStats</title>
        <meta name="generator" content="Safelight 0.1.0"></head><body><h1>PhotoStats</h1></body></html>
        """.utf8)

    init(_ json: JSONValue) throws {
        guid = try #require(json["guid"]?.stringValue)
        attempt = Int(try #require(json["attempt"]?.integerValue))
        secret = try #require(json["signing_secret"]?.stringValue.flatMap(Base64URL.decode))
    }

    /// The signature over the end of the attempt.
    func signature(
        _ status: CompletionStatus = .completed, results: [UInt8]? = nil, report: [UInt8]? = nil
    ) throws -> JSONValue {
        let signature = ResultSignature(
            job: try #require(JobID(guid)), attempt: attempt, status: status,
            resultsChecksum: results.map { Checksum(of: $0) }, reportChecksum: report.map { Checksum(of: $0) })
        return .string(signature.sign(secret: secret))
    }

    /// A completion with results inline and no report.
    func inlineCompletion(_ results: JSONValue = results) throws -> JSONValue {
        [
            "status": "completed", "attempt": .integer(Int64(attempt)), "results_json": results,
            "signature": try signature(results: CanonicalJSON.encode(results)),
        ]
    }

    /// A completion with results inline and a report to upload.
    func completion(report: [UInt8]) throws -> JSONValue {
        [
            "status": "completed", "attempt": .integer(Int64(attempt)), "results_json": Self.results,
            "report_size": .integer(Int64(report.count)),
            "report_checksum": .string(Checksum(of: report).description),
            "signature": try signature(results: CanonicalJSON.encode(Self.results), report: report),
        ]
    }
}
