import Coordinator
import Domain
import Logging
import Wire

/// A browser's open socket: the current state first, then what changes (protocol.md, *Browsers*).
struct BrowserSocket: Sendable {
    /// What a socket shows.
    enum Kind: Equatable, Sendable {
        case allJobs, poolStatus, agents, notifications
        case job(String)

        init?(path: String) {
            switch path {
            case SocketRoutes.allJobs.pattern: self = .allJobs
            case SocketRoutes.poolStatus.pattern: self = .poolStatus
            case SocketRoutes.agents.pattern: self = .agents
            case SocketRoutes.notifications.pattern: self = .notifications
            default:
                guard let values = SocketRoutes.job.values(in: path) else { return nil }
                self = .job(values[0])
            }
        }

        /// Whether an event changes what a user sees of it.
        func shows(_ event: Event, to user: Int64) -> Bool {
            switch (self, event) {
            case (.allJobs, .jobProgress), (.allJobs, .jobStatus), (.allJobs, .jobEnded), (.allJobs, .jobWarning): true
            case (.job(let guid), _): event.job?.description == guid
            case (.poolStatus, .poolChanged): true
            case (.agents, .agentChanged), (.agents, .agentJobChanged), (.agents, .agentDeleted): true
            case (.notifications, .notified(_, let owner, _)): owner == user
            default: false
            }
        }
    }

    let kind: Kind
    let caller: UserCaller
    let coordinator: Coordinator
    let logger: Logger
    /// Whether the session that opened the socket still holds.
    let isStillSignedIn: @Sendable () async throws -> Bool
    /// How often that is asked.
    static let sessionCheck: Duration = .seconds(30)
    /// The badge is counted at most so often for each of its sockets, however many jobs begin and end.
    static let badgePace: Duration = .milliseconds(100)

    /// Serves the socket until it closes. A slow browser holds up nobody: its events are coalesced while it reads.
    func serve(_ connection: WebSocketConnection) async {
        // Before the state is read, so that nothing falls between the two.
        let (kind, user) = (kind, caller.user.rowID)
        let events = coordinator.context.events.subscribe(team: caller.team.rowID) { kind.shows($0, to: user) }
        defer { events.cancel() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await connection.discardMessages() }
            group.addTask {
                do {
                    try await show(events, on: connection)
                } catch is WebSocketClosed {
                    // The browser has gone.
                } catch is CancellationError {
                    // As above.
                } catch {
                    logger.error("browser's socket failed", metadata: ["error": "\(error)"])
                    await connection.close(code: 1011, reason: "the server could not go on")
                }
            }
            group.addTask { await watchSession(connection) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Ends the socket of somebody who has signed out, or whose session has expired.
    private func watchSession(_ connection: WebSocketConnection) async {
        do {
            repeat {
                try await coordinator.context.time.sleep(for: Self.sessionCheck)
            } while try await isStillSignedIn()
            await connection.close(code: 4001, reason: "the session has ended")
        } catch is CancellationError {
            // The socket has ended first.
        } catch {
            logger.error("browser's session cannot be checked", metadata: ["error": "\(error)"])
            await connection.close(code: 1011, reason: "the server could not go on")
        }
    }

    private func show(_ events: EventSubscription, on connection: WebSocketConnection) async throws {
        var badge = Badge()
        if kind == .poolStatus {
            try await show(&badge, on: connection)
        } else {
            for frame in try await snapshot() { try await connection.send(frame) }
        }
        for await event in events {
            if case .missed = event {
                // The page connects anew at once, and takes over the present state of everything that it shows.
                return await connection.close(code: 1012, reason: "events may have been missed")
            }
            if kind == .poolStatus {
                try await show(&badge, on: connection)
            } else {
                for frame in try await frames(for: event) { try await connection.send(frame) }
            }
        }
    }

    /// What a badge showed last, and when it was counted, by the uptime.
    private struct Badge {
        var shown: PoolStatusDTO?
        var countedAt: Duration?
    }

    private func show(_ badge: inout Badge, on connection: WebSocketConnection) async throws {
        let time = coordinator.context.time
        if let countedAt = badge.countedAt, time.uptime() < countedAt + Self.badgePace {
            try await time.sleep(for: countedAt + Self.badgePace - time.uptime())
        }
        badge.countedAt = time.uptime()
        let now = try await coordinator.agents.poolStatus(team: caller.team.rowID)
        guard now != badge.shown else { return }
        badge.shown = now
        try await connection.send(WireJSON.text(Envelope(type: "pool_status", timestamp: time.now(), data: now)))
    }

    private func snapshot() async throws -> [String] {
        switch kind {
        case .allJobs: return try await allJobs().flatMap(JobFrames.state)
        case .job(let guid): return JobFrames.state(of: try await coordinator.jobs.get(guid, for: caller))
        case .agents:
            return try await coordinator.agents.list(team: caller.team.rowID).map {
                WireJSON.text(AgentStatusFrame(data: $0))
            }
        case .notifications, .poolStatus: return []
        }
    }

    /// The jobs that a page may show: the newest, whose end it may have missed, and all that agents hold.
    private func allJobs() async throws -> [JobDTO] {
        let newest = try await coordinator.jobs.list(.init(), for: caller, PageRequest(limit: 100)).items
        let known = Set(newest.map(\.guid))
        return newest + (try await coordinator.jobs.held(team: caller.team.rowID)).filter { !known.contains($0.guid) }
    }

    private func frames(for event: Event) async throws -> [String] {
        switch (kind, event) {
        case (.allJobs, _), (.job, _): return JobFrames.frames(for: event)
        case (.agents, .agentChanged(_, let row)), (.agents, .agentJobChanged(_, let row)):
            let agent = try await coordinator.agents.get(row: row, team: caller.team.rowID)
            return agent.map { [WireJSON.text(AgentStatusFrame(data: $0))] } ?? []
        case (.agents, .agentDeleted(_, let guid)):
            return [WireJSON.text(AgentDeletedFrame(agentGuid: guid.description))]
        case (.notifications, .notified(_, _, let notice)):
            return [WireJSON.text(NotificationFrame(data: notice))]
        default: return []
        }
    }
}
