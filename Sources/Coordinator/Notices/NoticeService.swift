import Database
import Domain
import Store
import Wire

/// Tells people what they should know: writes notifications inside a transaction.
struct NoticeWriter {
    private let tx: any SQLConnection
    private let context: ServiceContext

    init(_ tx: any SQLConnection, _ context: ServiceContext) {
        self.tx = tx
        self.context = context
    }

    /// Adds a notification for everyone in a team.
    /// - Returns: what to tell the open pages.
    func tell(team: Int64, kind: String, title: String, message: String, job: JobID?, agent: AgentID?) throws -> [Event]
    {
        let now = context.time.now()
        return try UserStore(tx).people(team: team).map { person in
            let guid: NotificationID = context.identifier()
            try NotificationStore(tx).insert(
                guid: guid, user: person.rowID, kind: kind, title: title, message: message, job: job, agent: agent,
                at: now)
            let notice = NotificationDTO(
                guid: guid.description, kind: kind, title: title, message: message, jobGuid: job?.description,
                agentGuid: agent?.description, isRead: false, createdAt: now)
            return .notified(team: team, user: person.rowID, notice)
        }
    }
}

/// A reader's notifications.
public struct NoticeService: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) {
        self.context = context
    }

    /// The reader's notifications, newest first.
    public func list(for caller: UserCaller, _ request: PageRequest) async throws -> PageDTO<NotificationDTO> {
        let found = try await context.database.read { tx in
            let store = NotificationStore(tx)
            let last = try request.last { guid in try store.find(guid, user: caller.user.rowID) }
            return try store.page(user: caller.user.rowID, before: last?.rowID, limit: request.limit + 1)
        }
        return request.page(found, guid: \.guid.description) { notice in
            NotificationDTO(
                guid: notice.guid.description, kind: notice.kind, title: notice.title, message: notice.message,
                jobGuid: notice.job?.description, agentGuid: notice.agent?.description, isRead: notice.isRead,
                createdAt: notice.createdAt)
        }
    }

    /// How many the reader has not seen.
    public func unreadCount(for caller: UserCaller) async throws -> Int {
        try await context.database.read { tx in try NotificationStore(tx).unreadCount(user: caller.user.rowID) }
    }

    /// Marks one as seen; a second time nothing changes.
    /// - Throws: 404 where it is not the reader's own.
    public func read(_ guid: String, for caller: UserCaller) async throws {
        let now = context.time.now()
        let isThere = try await context.database.write { tx in
            try NotificationID(guid).map {
                try NotificationStore(tx).read($0, user: caller.user.rowID, at: now)
            } ?? false
        }
        guard isThere else { throw CoordinatorError.notFound("notification") }
    }

    /// Marks all as seen.
    public func readAll(for caller: UserCaller) async throws {
        let now = context.time.now()
        try await context.database.write { tx in try NotificationStore(tx).readAll(user: caller.user.rowID, at: now) }
    }
}
