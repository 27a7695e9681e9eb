import Domain
import TestSupport
import Testing
import Wire

@Suite("Bodies that are written straight, and read from parsed JSON")
struct DirectJSONTests {
    private static let texts = ["", "Weddings \u{201C}2024\u{201D}", "a/b\\c\"d", "\u{1F4F7} \u{7}\n", "é"]

    /// Through the general encoder, whatever the type offers.
    private func general(_ body: some Encodable) -> String { WireJSON.text(body) }

    private func direct(_ body: some DirectJSON) -> String {
        let bytes: [UInt8] = WireJSON.encode(body)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("The bytes are those of the general encoder", arguments: 1...60)
    func same(_ seed: UInt64) throws {
        let random = RepeatableRandom(seed: seed)
        func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
        func text() -> String { Self.texts[pick(Self.texts.count)] }
        func flag() -> Bool? { [true, false, nil][pick(3)] }
        let job = JobAssignment(
            guid: text(), tool: Tool.allCases[pick(3)], attempt: pick(5), leaseSeconds: 90,
            collection: AssignedCollection(guid: text(), name: text(), type: .local, location: text()),
            pipeline: pick(2) == 0 ? nil : AssignedPipeline(guid: text(), name: text()),
            parameters: RunParameters(
                readSidecars: flag(), pairAcrossDirectories: flag(), acceptEmpty: flag()),
            websocketUrl: "/ws/\(text())", signingSecret: text(), configUrl: text(),
            connector: pick(2) == 0
                ? nil
                : AssignedConnector(
                    guid: text(), type: ConnectorType.allCases[pick(3)], credentialLocation: .server,
                    configuration: ["bucket": text(), "region": text()],
                    credentials: pick(2) == 0 ? nil : ["secret": text()]),
            previous: pick(2) == 0
                ? nil
                : PreviousResult(
                    resultGuid: text(), totalFiles: Int64(pick(1000)), fingerprint: pick(2) == 0 ? nil : text()))
        for response in [ClaimResponse(job: job), ClaimResponse()] {
            #expect(direct(response) == general(response))
            #expect(
                try WireJSON.decode(ClaimResponse.self, from: JSONParser.parse(WireJSON.encode(response))) == response)
        }
        let progress = ProgressResponse(acknowledged: true, cancelled: pick(2) == 0)
        #expect(direct(progress) == general(progress))
        let completion = CompletionResponse(resultGuid: pick(2) == 0 ? nil : text())
        #expect(direct(completion) == general(completion))
        let heartbeat = HeartbeatResponse(
            acknowledged: true, serverTime: Timestamp(milliseconds: Int64(pick(1 << 40))),
            cancelJobGuids: (0..<pick(3)).map { _ in text() }, paused: pick(2) == 0)
        #expect(direct(heartbeat) == general(heartbeat))
    }

    @Test(
        "A body that was parsed is read, or refused, as the general decoder does",
        arguments: [
            #"{"status":"online"}"#, #"{"status":"online","current_job_guid":null,"capabilities":["a","b"]}"#,
            #"{"status":"error","error_message":"é","metrics":{"cpu_percent":1,"disk_free_gb":2.5}}"#,
            #"{"status":"online","metrics":{"cpu_percent":"much"}}"#, #"{"status":"online","metrics":[]}"#,
            #"{"status":"well"}"#, #"{"status":null}"#, #"{}"#, #"[]"#, #"7"#, #"null"#,
            #"{"status":"online","capabilities":["a",7]}"#, #"{"status":"online","capabilities":"a"}"#,
            #"{"status":"online","paused":1}"#, #"{"status":"online","paused":null,"roots":null}"#,
            #"{"status":"online","capabilities":[null]}"#, #"{"status":"online","current_job_guid":5}"#,
        ])
    func heartbeats(_ body: String) throws {
        let bytes = Array(body.utf8)
        let general = Result { try WireJSON.decode(HeartbeatRequest.self, from: bytes) }
        let parsed = Result { try WireJSON.decode(HeartbeatRequest.self, from: try JSONParser.parse(bytes)) }
        switch (general, parsed) {
        case (.success(let first), .success(let second)): #expect(first == second)
        case (.failure(let first), .failure(let second)): #expect("\(first)" == "\(second)")
        default: Issue.record("\(general) is not \(parsed)")
        }
    }

    @Test(
        "The bytes of a member are given where they are canonical for sure, and only there",
        arguments: [
            (#"{"a":1,"r":{"a":[1,"x",null,true],"b":{}},"z":2}"#, true), (#"{"r":{}}"#, true),
            (#"{"r":{"b":1,"a":2}}"#, false), (#"{"r":{"a": 1}}"#, false), (#"{"r":{"a":1.5}}"#, false),
            (#"{"r":{"a":-0}}"#, false), (#"{"r":{"a":"\u0041"}}"#, false), (#"{ "r" : {"a":1} }"#, true),
            (#"{"x":{"r":{}}}"#, false), (#"{"r":{"é":1,"ü":2}}"#, true),
            (#"{"r":{"\#u{FFFD}":1,"\#u{1F4F7}":2}}"#, false),
        ])
    func canonical(_ text: String, _ isGiven: Bool) throws {
        let (value, bytes) = try JSONParser.parse(Array(text.utf8), bytesOf: "r")
        #expect((bytes != nil) == isGiven)
        if let bytes { #expect(bytes == value["r"].map(CanonicalJSON.encode)) }
    }
}
