import CLibPQ
import Foundation

/// What a server told those who listen, by `NOTIFY`.
public struct PostgresNotification: Sendable, Equatable {
    /// The channel.
    public let channel: String
    /// The text that came with it, possibly empty.
    public let payload: String
    /// The number of the server process that sent it: one's own notifications come back too.
    public let sender: Int32
}

extension PostgresSession {
    /// The number of the server process that serves this connection.
    public var processID: Int32 { PQbackendPID(connection) }

    /// Runs one statement by itself, outside of any transaction, and returns its rows. Placeholders are `?1`, `?2`, …
    @discardableResult
    public func run(_ sql: String, _ arguments: [any SQLValueConvertible] = []) throws(DatabaseError) -> [SQLRow] {
        let statement = try statement(sql)
        let values = try PostgresArguments(arguments)
        do throws(PostgresFailure) {
            // Not prepared: such statements are for once, and some cannot be.
            try send(statement, values, isPrepared: false)
            return try rows(collect())
        } catch {
            throw error.error
        }
    }

    private func rows(_ result: PostgresResult?) throws(PostgresFailure) -> [SQLRow] {
        do throws(DatabaseError) {
            return try result?.rows() ?? []
        } catch {
            throw PostgresFailure(error)
        }
    }

    /// The notifications that have come since the last call; if there are none, it blocks until one comes, but not for
    /// longer than the limit.
    ///
    /// - Throws: ``DatabaseError/unavailable(_:)`` once the connection is lost.
    public func notifications(waitingAtMost limit: Duration) throws(DatabaseError) -> [PostgresNotification] {
        let waiting = takeNotifications()
        if !waiting.isEmpty { return waiting }
        guard PostgresSocket.wait(PQsocket(connection), for: POLLIN, atMost: limit) else { return [] }
        guard PQconsumeInput(connection) == 1, isAlive() else {
            throw .unavailable(.lost(ConnectionProblem.tidy(String(cString: PQerrorMessage(connection)))))
        }
        return takeNotifications()
    }

    private func takeNotifications() -> [PostgresNotification] {
        var notifications: [PostgresNotification] = []
        while let notification = PQnotifies(connection) {
            let fields = notification.pointee
            notifications.append(
                PostgresNotification(
                    channel: String(cString: fields.relname), payload: String(cString: fields.extra),
                    sender: fields.be_pid))
            PQfreemem(notification)
        }
        return notifications
    }
}
