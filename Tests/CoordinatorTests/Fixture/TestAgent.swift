import Domain
import Testing
import Wire

@testable import Coordinator

/// An agent as the services see it: it authenticates anew for every call, and signs what it hands in.
struct TestAgent: Sendable {
    let fixture: Fixture
    let guid: String
    let key: String
    let name: String
    let capabilities: [String]

    private var coordinator: Coordinator { fixture.coordinator }

    /// As it authenticates now.
    func caller() async throws -> AgentCaller {
        try await coordinator.heartbeats.authenticate(key: key)
    }

    /// A heartbeat; every field beyond the status only where it is given.
    func heartbeat(
        _ job: CurrentJob = .notSaid, _ change: (inout HeartbeatRequest) -> Void = { _ in }
    ) async throws -> HeartbeatResponse {
        var request = HeartbeatRequest(status: .online, currentJob: job)
        change(&request)
        return try await coordinator.heartbeats.heartbeat(request, from: try await caller())
    }

    /// A claim; by default one that does not wait.
    func claim(
        wait: Int? = nil, capabilities: [String]? = nil, isSealed: Bool = false
    ) async throws -> JobAssignment? {
        try await coordinator.claims.claim(
            ClaimRequest(capabilities: capabilities ?? self.capabilities, waitSeconds: wait), from: try await caller(),
            isSealed: isSealed)?.assignment
    }

    /// A claim that must hand out a job.
    func claimed() async throws -> JobAssignment {
        try #require(try await claim())
    }

    /// A claim that must hand out a job, and its first sign of work.
    func running() async throws -> JobAssignment {
        let job = try await claimed()
        _ = try await progress(job)
        return job
    }

    @discardableResult
    func progress(_ job: JobAssignment, _ percentage: Double? = nil) async throws -> ProgressResponse {
        try await coordinator.progress.report(
            ProgressUpdate(stage: .scanning, percentage: percentage), job: job.guid, from: try await caller())
    }

    func openSocket(_ job: JobAssignment) async throws -> ProgressService.Held {
        try await coordinator.progress.openSocket(job: job.guid, from: try await caller()).held
    }

    func disconnect() async throws {
        try await coordinator.heartbeats.disconnect(try await caller())
    }

    /// Hands in the end of an attempt.
    func send(_ request: CompletionRequest, _ job: JobAssignment) async throws -> CompletionService.Answer {
        try await coordinator.completions.complete(request, job: job.guid, from: try await caller())
    }

    /// Hands in an end of an attempt that needs no upload.
    @discardableResult
    func finish(_ request: CompletionRequest, _ job: JobAssignment) async throws -> CompletionResponse {
        guard case .accepted(let response) = try await send(request, job) else { throw UnexpectedAnswer() }
        return response
    }

    @discardableResult
    func complete(_ job: JobAssignment, _ results: JSONValue = Signed.photoStats) async throws -> CompletionResponse {
        try await finish(try Signed(job).completed(results), job)
    }

    @discardableResult
    func fail(_ job: JobAssignment, _ kind: ErrorKind? = .toolError) async throws -> CompletionResponse {
        try await finish(try Signed(job).failed(kind), job)
    }

    /// Hands in an end of an attempt that needs an upload.
    func invited(_ request: CompletionRequest, _ job: JobAssignment) async throws -> UploadInvitation {
        guard case .upload(let invitation) = try await send(request, job) else { throw UnexpectedAnswer() }
        return invitation
    }

    @discardableResult
    func put(_ bytes: some Sequence<UInt8>, _ index: Int, of upload: UploadInvitation) async throws -> ChunkReceipt {
        try await coordinator.uploads.receive(
            Array(bytes), upload: upload.uploadId, index: String(index), from: try await caller())
    }

    func finalize(_ upload: UploadInvitation) async throws -> CompletionResponse {
        try await coordinator.uploads.finalize(upload.uploadId, from: try await caller())
    }

    func uploadState(_ upload: UploadInvitation) async throws -> UploadState {
        try await coordinator.uploads.state(of: upload.uploadId, from: try await caller())
    }

    /// The same agent, talking to a server that was started again.
    func on(_ fixture: Fixture) -> TestAgent {
        TestAgent(fixture: fixture, guid: guid, key: key, name: name, capabilities: capabilities)
    }
}

/// A completion was answered by the other of 200 and 202.
struct UnexpectedAnswer: Error {}
