import Coordinator
import Logging
import Wire

/// Decides about requests for WebSockets: which socket lives at a path, and whether the client may have it.
struct SocketDoor: Sendable {
    let coordinator: Coordinator
    let authentication: Authentication
    let metrics: WebMetrics
    let logger: Logger

    /// The gate of the connection layer.
    @Sendable func decide(_ request: SocketRequest) async -> SocketDecision {
        if let values = SocketRoutes.agentProgress.values(in: request.path) {
            return await agentProgress(job: values[0], request)
        }
        guard let kind = BrowserSocket.Kind(path: request.path) else { return .notFound }
        do {
            return try await browser(kind, request)
        } catch {
            let answer = ErrorAnswer(error)
            if answer.isDefect {
                logger.error("socket failed", metadata: ["path": "\(request.path)", "error": "\(error)"])
            }
            return .refuse(status: answer.status.code, code: answer.code, message: answer.message)
        }
    }

    /// A browser's socket: by session, from our own pages.
    private func browser(_ kind: BrowserSocket.Kind, _ request: SocketRequest) async throws -> SocketDecision {
        guard let caller = try await authentication.session(request.headers) else { throw Authentication.notSignedIn }
        let facts = OriginRule.Facts(
            headers: request.headers, host: request.host, remoteAddress: request.remoteAddress)
        try authentication.origins.require(facts)
        if case .job(let guid) = kind { _ = try await coordinator.jobs.get(guid, for: caller) }
        let isStillSignedIn = { @Sendable [authentication, headers = request.headers] in
            try await authentication.session(headers) != nil
        }
        let socket = BrowserSocket(
            kind: kind, caller: caller, coordinator: coordinator, logger: logger, isStillSignedIn: isStillSignedIn)
        return .accept { connection in
            await metrics.countingSocket("browser") { await socket.serve(connection) }
        }
    }

    /// An agent's socket. Refusals carry a close code, so the socket is accepted first.
    private func agentProgress(job: String, _ request: SocketRequest) async -> SocketDecision {
        do {
            var headers = request.headers
            if headers.bearer == nil, let token = request.query("token") {
                headers[.authorization] = "Bearer \(token)"
            }
            let caller = try await authentication.agent(headers)
            let ticket = try await ProgressTicket.open(coordinator, job: job, caller)
            let socket = ProgressSocket(
                ticket: ticket, caller: caller, coordinator: coordinator, logger: logger)
            return .accept { connection in
                await metrics.countingSocket("agent") { await socket.serve(connection) }
            }
        } catch let error as CoordinatorError {
            return Self.closing(error)
        } catch {
            let answer = ErrorAnswer(error)
            logger.error("agent's socket failed", metadata: ["path": "\(request.path)", "error": "\(error)"])
            return .refuse(status: answer.status.code, code: answer.code, message: answer.message)
        }
    }

    /// protocol.md, *Agent progress*: 4001 bad key, 4003 not your job, 4004 no such job.
    static func closing(_ error: CoordinatorError) -> SocketDecision {
        switch error.code {
        case "missing_key", "invalid_key", "agent_revoked": .acceptThenClose(code: 4001, reason: error.code)
        case "not_your_job", "stale_attempt": .acceptThenClose(code: 4003, reason: error.code)
        case "not_found": .acceptThenClose(code: 4004, reason: error.code)
        default: .refuse(status: error.kind.rawValue, code: error.code, message: error.message)
        }
    }
}
