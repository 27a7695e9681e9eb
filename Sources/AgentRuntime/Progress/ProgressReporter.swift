import Domain
import Logging
import Synchronization
import Wire

/// Streams an attempt's progress: by WebSocket while one can be had, by REST with the same meaning while not. FR-500, EC-7.
final class ProgressReporter: Sendable {
    /// Failed connects after which the agent settles for REST. FR-500.7.
    private static let patience = 3
    /// How often a socket is tried again after that.
    private static let retryInterval: Duration = .seconds(60)
    /// A socket that lived this long counts as one that works.
    private static let provenAfter: Duration = .seconds(10)
    /// How long a socket may take to say goodbye.
    private static let farewell: Duration = .seconds(5)

    /// Where work puts its progress.
    let board = ProgressBoard()
    private let context: AgentContext
    private let job: String
    private let socketPath: String
    private let cancellation: Cancellation
    private let finished = OneShot<Void>()
    private let isConnected = Mutex(false)

    init(context: AgentContext, job: String, socketPath: String, cancellation: Cancellation) {
        self.context = context
        self.job = job
        self.socketPath = socketPath
        self.cancellation = cancellation
    }

    /// Ends `run` once what is known has been sent, or at once where no socket is open.
    func finish() {
        finished.set(())
    }

    /// Goes on until `finish` or until the task is cancelled. Never fails: work does not end because it cannot be watched.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            // A proxy would need a tunnel for the socket: REST does.
            if context.settings.proxy == nil {
                group.addTask { await self.quietly { try await self.holdSocket() } }
            }
            group.addTask { await self.quietly { try await self.sendByREST() } }
            group.addTask { await self.quietly { try await self.waitForEnd() } }
            while await group.next() != nil, finished.value == nil, !Task.isCancelled {}
            group.cancelAll()
        }
    }

    private func quietly(_ work: () async throws -> Void) async {
        do {
            try await work()
        } catch {
            context.logger.trace("a way of reporting progress ended", metadata: ["reason": "\(error)"])
        }
    }

    private func waitForEnd() async throws {
        try await finished.wait()
        if isConnected.withLock({ $0 }) { try await context.time.sleep(for: Self.farewell) }
    }

    private func holdSocket() async throws {
        var backoff = Backoff(random: context.random)
        while finished.value == nil {
            let opened = await holdOneSocket()
            if let opened, opened + Self.provenAfter <= context.time.now() { backoff.reset() }
            if finished.value != nil { return }
            let wait = backoff.failures + 1 < Self.patience ? backoff.next() : settleForREST(&backoff)
            context.logger.debug("the progress socket is opened again", metadata: ["in": "\(wait.inSeconds) s"])
            try await context.time.sleep(for: wait)
        }
    }

    private func settleForREST(_ backoff: inout Backoff) -> Duration {
        if backoff.failures + 1 == Self.patience {
            context.logger.notice("no progress socket can be had; progress goes by REST", metadata: ["job": "\(job)"])
        }
        _ = backoff.next()
        return Self.retryInterval
    }

    /// Opens a socket and keeps it for as long as it lasts; nil where none could be had, else when it opened.
    private func holdOneSocket() async -> Timestamp? {
        let socket = ProgressSocket(
            address: context.client.address, settings: context.settings, key: context.client.key)
        let session = SocketSession(
            board: board, cancellation: cancellation, finished: finished, time: context.time, logger: context.logger)
        var opened: Timestamp?
        do {
            let channel = try await socket.open(socketPath)
            opened = context.time.now()
            isConnected.withLock { $0 = true }
            try await session.run(channel)
        } catch {
            context.logger.debug("progress socket lost", metadata: ["job": "\(job)", "reason": "\(error)"])
        }
        isConnected.withLock { $0 = false }
        return opened
    }

    /// Every 2–5 s while no socket is open, even if nothing changed: it is also the sign of life. FR-500.8.
    private func sendByREST() async throws {
        while true {
            try await context.time.sleep(for: .seconds(2) + .seconds(3) * context.random.fraction())
            if isConnected.withLock({ $0 }) { continue }
            do {
                let answer = try await context.client.progress(board.latest, job: job)
                context.state.reached.ring()
                if answer.cancelled { cancellation.cancel(.asked("The server asked for it.")) }
            } catch let error as ServerError {
                if error.meansJobIsGone { cancellation.cancel(.gone) }
                context.logger.debug("progress not delivered", metadata: ["job": "\(job)", "reason": "\(error)"])
            }
        }
    }
}
