import Domain
import TestSupport
import Testing

@testable import Wire

@Suite struct MessageTests {
    private func decode<Body: Decodable>(_ type: Body.Type, _ text: String) throws -> Body {
        try WireJSON.decode(type, from: Array(text.utf8))
    }

    private func roundTrip<Body: Codable & Equatable>(_ body: Body) throws {
        #expect(try WireJSON.decode(Body.self, from: WireJSON.encode(body)) == body)
    }

    @Test(arguments: [
        (#"{"status":"online"}"#, CurrentJob.notSaid), (#"{"status":"online","current_job_guid":null}"#, .idle),
        (#"{"status":"online","current_job_guid":"job_1"}"#, .job("job_1")),
    ]) func absentNullAndGivenAreThreeThings(text: String, job: CurrentJob) throws {
        let request = try decode(HeartbeatRequest.self, text)
        #expect(request.currentJob == job)
        #expect(
            String(decoding: WireJSON.encode(request), as: UTF8.self).contains("current_job_guid") == (job != .notSaid))
        try roundTrip(request)
    }

    @Test func namesOnTheWireAreTheProtocols() throws {
        let request = RegisterRequest(
            registrationToken: "art_x", name: "n", hostname: "h", version: "1", platform: "linux-amd64",
            binaryChecksum: "c", capabilities: ["tool:photostats:1"], osInfo: "o", connectors: [])
        let members = try JSONParser.parse(WireJSON.encode(request)).objectValue
        let expected: Set = [
            "registration_token", "name", "hostname", "version", "platform", "binary_checksum", "capabilities",
            "os_info", "connectors",
        ]
        #expect(Set(try #require(members).keys) == expected)
    }

    @Test func messagesSurviveTheWire() throws {
        try roundTrip(ClaimRequest(capabilities: ["local_filesystem"], waitSeconds: 25))
        try roundTrip(ClaimResponse())
        try roundTrip(
            HeartbeatResponse(
                acknowledged: true, serverTime: Timestamp(milliseconds: 1_767_323_045_678), cancelJobGuids: ["job_1"],
                paused: true))
        try roundTrip(
            ProgressUpdate(
                stage: .generatingReport, percentage: 99.5, filesScanned: 3, totalFiles: 4, currentFile: "é\n",
                message: "m"))
        try roundTrip(
            CompletionRequest(
                status: .failed, signature: "s", attempt: 2, errorMessage: "m", errorDetail: "d",
                errorKind: .storageUnavailable, metrics: CompletionMetrics(durationSeconds: 1.5, filesProcessed: 7)))
        try roundTrip(UploadInvitation(uploadId: "upl_1", chunkSize: 5, uploadUrl: "/u"))
        try roundTrip(UploadState(chunkSize: 5, totalSize: 11, received: [0, 2]))
    }

    @Test func noJobIsSaidAsNull() {
        #expect(WireJSON.text(ClaimResponse()) == #"{"job":null}"#)
    }

    @Test func anAssignmentIsReadAsTheProtocolWritesIt() throws {
        let text = """
            {"guid":"job_1","tool":"photo_pairing","attempt":3,"lease_seconds":90,"unknown":{"a":1},
             "collection":{"guid":"col_1","name":"C","type":"LOCAL","location":"/p"},"pipeline":null,
             "parameters":{"accept_empty":true},"websocket_url":"/ws","signing_secret":"AAAA","config_url":"/c",
             "connector":null,"previous":{"result_guid":"res_1","total_files":12,"fingerprint":null}}
            """
        let job = try decode(JobAssignment.self, text)
        #expect(job.tool == .photoPairing)
        #expect(job.attempt == 3)
        #expect(job.parameters.acceptEmpty == true)
        #expect(job.previous?.totalFiles == 12)
        #expect(job.pipeline == nil)
        try roundTrip(job)
    }

    @Test(arguments: [
        ("{}", "status"), (#"{"status":7}"#, "status"), (#"{"status":"asleep"}"#, "status"),
        (#"{"status":null}"#, "status"), (#"{"status":"online","capabilities":"x"}"#, "capabilities"),
        (#"{"status":"online","capabilities":[1]}"#, "capabilities[0]"),
        (#"{"status":"online","metrics":{"cpu_percent":"much"}}"#, "metrics.cpu_percent"),
    ]) func aWrongFieldIsNamed(text: String, field: String) {
        let error = #expect(throws: BodyError.self) { try decode(HeartbeatRequest.self, text) }
        #expect(error?.field == field)
        #expect(error?.message.contains(field) == true)
    }

    @Test(arguments: ["", "nonsense", "[1", "\"text\"", "[]"]) func aBodyThatIsNoObjectIsSaidSo(text: String) {
        let error = #expect(throws: BodyError.self) { try decode(ClaimRequest.self, text) }
        #expect(error?.field == nil)
        #expect(error?.message.contains("body") == true)
    }

    @Test func pathsTakeTheirValuesEncoded() {
        #expect(AgentRoutes.chunk.path("upl_1", 3).description == "/api/agent/v1/uploads/upl_1/3")
        #expect(AgentRoutes.complete.path("a/../b c").description == "/api/agent/v1/jobs/a%2F..%2Fb%20c/complete")
        let query = AgentRoutes.me.path().query(("a", "x&y"), ("b", nil), ("c", "é"))
        #expect(query.description == "/api/agent/v1/me?a=x%26y&c=%C3%A9")
    }
}
