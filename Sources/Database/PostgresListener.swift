import CLibPQ
import Foundation
import Synchronization

/// A connection that listens and notifies, on a thread of its own, which ends with it.
final class PostgresListener: NotificationSession {
    private struct Order {
        let texts: [String]
        let answer: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var orders: [Order] = []
        var isClosed = false
        var hasEnded = false
    }

    let texts: AsyncStream<String>
    private let heard: AsyncStream<String>.Continuation
    private let state = Mutex(State())
    /// A byte in it wakes the thread. Both ends are closed by the thread, when it ends.
    private let wakeUp: (reading: Int32, writing: Int32)

    private init(wakeUp: (reading: Int32, writing: Int32)) {
        self.wakeUp = wakeUp
        (texts, heard) = AsyncStream.makeStream(of: String.self)
    }

    /// Starts a thread that connects, and says what came of it.
    static func start(
        _ configuration: PostgresConfiguration, channel: String,
        _ ready: @escaping @Sendable (Result<any NotificationSession, any Error>) -> Void
    ) {
        let thread = Thread {
            do {
                // The thread alone uses the connection.
                let session = try connect(configuration, channel)
                var ends: [Int32] = [0, 0]
                guard pipe(&ends) == 0 else {
                    throw DatabaseError.unavailable(.unreachable("there are no more file descriptors"))
                }
                for end in ends {
                    _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                    _ = fcntl(end, F_SETFL, O_NONBLOCK)
                }
                let listener = PostgresListener(wakeUp: (ends[0], ends[1]))
                ready(.success(listener))
                listener.serve(session, channel)
            } catch {
                ready(.failure(error))
            }
        }
        thread.name = "postgres-notify"
        thread.start()
    }

    private static func connect(_ configuration: PostgresConfiguration, _ channel: String) throws -> PostgresSession {
        let session = try PostgresSession.connect(configuration)
        do {
            // What is notified about is durable already; the notification itself need not wait for the disk.
            try session.send(control: "SET synchronous_commit = off")
            try session.send(control: "LISTEN \(channel)")
            _ = try session.collect()
        } catch {
            throw error.error
        }
        return session
    }

    func send(_ texts: [String]) async throws {
        try await withCheckedThrowingContinuation { (answer: CheckedContinuation<Void, any Error>) in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.orders.append(Order(texts: texts, answer: answer)) }
                return state.hasEnded
            }
            if hasEnded { answer.resume(throwing: DatabaseError.closed) } else { wake() }
        }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        wake()
    }

    private func wake() {
        state.withLock { state in
            // Afterwards the descriptor may be somebody else's. A full pipe wakes as well.
            if !state.hasEnded { _ = write(wakeUp.writing, [0], 1) }
        }
    }

    // MARK: The thread

    private func serve(_ session: PostgresSession, _ channel: String) {
        var failure: any Error = DatabaseError.closed
        do {
            while !state.withLock({ $0.isClosed }) {
                hear(session)
                let orders = state.withLock { state in
                    defer { state.orders = [] }
                    return state.orders
                }
                try perform(orders, session, channel)
                if orders.isEmpty { try wait(session) }
            }
        } catch {
            failure = (error as? PostgresFailure)?.error ?? error
        }
        end(with: failure)
    }

    private func end(with failure: any Error) {
        let orders = state.withLock { state in
            state.hasEnded = true
            Foundation.close(wakeUp.reading)
            Foundation.close(wakeUp.writing)
            defer { state.orders = [] }
            return state.orders
        }
        for order in orders { order.answer.resume(throwing: failure) }
        heard.finish()
    }

    private func perform(_ orders: [Order], _ session: PostgresSession, _ channel: String) throws {
        guard !orders.isEmpty else { return }
        do {
            let statement = try session.statement("SELECT pg_notify(?1, ?2)")
            for text in orders.flatMap(\.texts) {
                try session.send(statement, try PostgresArguments([channel, text]))
            }
            _ = try session.collect()
        } catch {
            let error = (error as? PostgresFailure)?.error ?? error
            for order in orders { order.answer.resume(throwing: error) }
            throw error
        }
        for order in orders { order.answer.resume() }
    }

    /// Hands on what has come, also while an answer was waited for.
    private func hear(_ session: PostgresSession) {
        while let notification = PQnotifies(session.connection) {
            heard.yield(String(cString: notification.pointee.extra))
            PQfreemem(notification)
        }
    }

    /// Blocks until something comes, or somebody wants something.
    private func wait(_ session: PostgresSession) throws {
        let socket = PQsocket(session.connection)
        var places = [
            pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakeUp.reading, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&places, 2, -1) >= 0 || errno == EINTR else {
            throw DatabaseError.unavailable(.lost(String(cString: strerror(errno))))
        }
        var bytes = [UInt8](repeating: 0, count: 64)
        if places[1].revents != 0 { while read(wakeUp.reading, &bytes, bytes.count) == bytes.count {} }
        guard places[0].revents != 0 else { return }
        guard PQconsumeInput(session.connection) == 1, !PostgresSocket.isClosed(socket) else {
            throw DatabaseError.unavailable(.lost("it ended the session"))
        }
    }
}
