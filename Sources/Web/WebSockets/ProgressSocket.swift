import Coordinator
import Domain
import Logging
import Synchronization
import Wire

/// An agent's open progress socket (protocol.md, *Agent progress*).
struct ProgressSocket: Sendable {
    let ticket: ProgressTicket
    let caller: AgentCaller
    let coordinator: Coordinator
    let logger: Logger
    private let pongs = PongCount()

    /// Time between two pings.
    static let pingInterval: Duration = .seconds(30)
    /// How long the agent may take for its pong.
    static let pongTimeout: Duration = .seconds(10)
    /// So many frames that mean nothing close the socket.
    static let malformedLimit = 10

    /// Why the server ends the socket.
    private struct End: Sendable {
        let code: UInt16
        let reason: String

        static let replaced = End(code: 4000, reason: "replaced")
        static let expelled = End(code: 4001, reason: "agent_revoked")
        static let stale = End(code: 4003, reason: "stale_attempt")
        static let ended = End(code: 1000, reason: "job_ended")
        static let silent = End(code: 1008, reason: "no pong within 10 s")
        static let malformed = End(code: 1008, reason: "too many malformed frames")
    }

    init(
        ticket: ProgressTicket, caller: AgentCaller, coordinator: Coordinator, logger: Logger
    ) {
        self.ticket = ticket
        self.caller = caller
        self.coordinator = coordinator
        var logger = logger
        logger[metadataKey: "job"] = "\(ticket.held.job)"
        logger[metadataKey: "agent"] = "\(caller.agent.guid)"
        self.logger = logger
    }

    /// Serves the socket until it closes, or something ends it.
    func serve(_ connection: WebSocketConnection) async {
        let (ends, end) = AsyncStream.makeStream(of: End.self)
        defer { ticket.close() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { if let reason = await read(connection) { end.yield(reason) } }
            group.addTask { if let reason = await watch(connection) { end.yield(reason) } }
            group.addTask { if let reason = await ping(connection) { end.yield(reason) } }
            for await reason in ends {
                logger.info("agent's socket ended", metadata: ["reason": "\(reason.reason)"])
                await connection.close(code: reason.code, reason: reason.reason)
                break
            }
            group.cancelAll()
        }
    }

    /// Takes the agent's frames.
    private func read(_ connection: WebSocketConnection) async -> End? {
        var malformed = 0
        var latest: ProgressUpdate?
        for await message in connection.messages {
            coordinator.progress.alive(ticket.held)
            do {
                try await take(try AgentFrame(message), &latest)
            } catch let error as CoordinatorError {
                logger.warning("frame refused", metadata: ["error": "\(error.message)"])
            } catch {
                malformed += 1
                logger.warning("frame not understood", metadata: ["error": "\(ErrorAnswer(error).message)"])
                if malformed >= Self.malformedLimit { return .malformed }
            }
        }
        return nil
    }

    private func take(_ frame: AgentFrame, _ latest: inout ProgressUpdate?) async throws {
        switch frame {
        case .progress(let progress):
            try coordinator.progress.report(progress, on: ticket.held)
            latest = progress
        case .stage(let change):
            // The counts of the stage before stay on show until the next progress.
            var progress = latest ?? ProgressUpdate(stage: change.currentStage)
            progress.stage = change.currentStage
            progress.message = change.message
            try coordinator.progress.report(progress, on: ticket.held)
            latest = progress
        case .warning(let warning):
            // Awaited right here, and not cut short when the agent closes its socket right behind it.
            try await Task { try await coordinator.progress.warn(warning, on: ticket.held) }.value
        case .pong: pongs.add()
        case .unknown: break
        }
    }

    /// Waits for what concerns the job: a cancellation, its end, a later socket, the end of the agent's rights.
    private func watch(_ connection: WebSocketConnection) async -> End? {
        if ticket.isCancelled { await send(connection, "cancel", CancelNotice(reason: "The job was cancelled.")) }
        let job = ticket.held.job
        for await event in ticket.events {
            var reason: String?
            switch event {
            case .stopJob(_, job, let why): reason = why
            case .jobStatus(_, job, _, let agent) where agent != caller.agent.guid: break
            case .socketOpened(_, job, let socket) where socket != ticket.held.socket: break
            case .agentExpelled(_, caller.agent.guid), .missed: break
            default: continue
            }
            if let end = await review(connection, reason) { return end }
        }
        return nil
    }

    /// Looks how it stands with the job, and acts on that. An event only says that it is time to look: one from another
    /// server may come late, and be about an attempt before this one.
    private func review(_ connection: WebSocketConnection, _ reason: String? = nil) async -> End? {
        let standing: ProgressService.Standing
        do {
            standing = try await coordinator.progress.standing(of: ticket.held)
        } catch {
            // It is looked at again with the next ping.
            logger.warning("job of an open socket cannot be read", metadata: ["error": "\(error)"])
            return nil
        }
        if standing.isExpelled { return .expelled }
        guard standing.isHeld else {
            if standing.status == .completed || standing.status == .failed { return .ended }
            // An agent that still works on it must not go on.
            await send(
                connection, "cancel", CancelNotice(reason: reason ?? "The job is \(standing.status.rawValue)."))
            return standing.status.isEnded ? .ended : .stale
        }
        if !standing.isLatest { return .replaced }
        if standing.isCancelled {
            await send(connection, "cancel", CancelNotice(reason: reason ?? "The job was cancelled."))
        }
        return nil
    }

    /// Pings every 30 s, waits 10 s for each pong, and looks whether something was not told.
    private func ping(_ connection: WebSocketConnection) async -> End? {
        let time = coordinator.context.time
        do {
            while true {
                try await time.sleep(for: Self.pingInterval - Self.pongTimeout)
                let before = pongs.count
                await send(connection, "ping", nil as CancelNotice?)
                try await time.sleep(for: Self.pongTimeout)
                if pongs.count == before { return .silent }
                if let end = await review(connection) { return end }
            }
        } catch {
            // Cancelled: the socket has ended otherwise.
            return nil
        }
    }

    private func send(
        _ connection: WebSocketConnection, _ type: String, _ content: (some Codable & Hashable & Sendable)?
    ) async {
        let frame = Envelope(type: type, timestamp: coordinator.context.time.now(), data: content)
        // `try?`: a socket that has closed ends the session by itself.
        try? await connection.send(WireJSON.text(frame))
    }
}

/// How many pongs have come.
private final class PongCount: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock { $0 } }

    func add() {
        value.withLock { $0 += 1 }
    }
}
