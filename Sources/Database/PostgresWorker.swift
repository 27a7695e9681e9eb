import Dispatch
import Foundation
import Synchronization

/// A thread with a connection, which runs one closure after the other.
final class PostgresWorker: Sendable {
    /// How often a closure is run again because of others that change the same rows.
    private static let conflictLimit = 20
    /// How often a closure is run again because the connection went away.
    private static let lossLimit = 5

    private let pool: PostgresPool
    private let isHandedWork = DispatchSemaphore(value: 0)
    private let handed = Mutex<PostgresWork?>(nil)

    init(_ pool: PostgresPool) {
        self.pool = pool
    }

    /// Starts the thread.
    func start(with work: PostgresWork) {
        let thread = Thread { self.serve(work) }
        thread.name = "postgres"
        thread.start()
    }

    /// Wakes the thread, with work for it, or to look whether it shall end.
    func hand(_ work: PostgresWork?) {
        handed.withLock { $0 = work }
        isHandedWork.signal()
    }

    /// Blocks the thread until it has been handed something.
    func wait() -> PostgresWork? {
        isHandedWork.wait()
        return handed.withLock { $0.take() }
    }

    private func serve(_ first: PostgresWork) {
        var session: PostgresSession?
        var next: PostgresWork? = first
        while let work = next {
            perform(work, &session)
            if session?.isLost == true { session = nil }
            next = pool.next(for: self)
        }
        session = nil
        pool.hasEnded()
    }

    // MARK: One closure

    private struct Course {
        var conflicts = 0
        var losses = 0
        var constraints = 0
        var usesPrepared = true
    }

    private func perform(_ work: PostgresWork, _ session: inout PostgresSession?) {
        var course = Course()
        while true {
            let transaction: PostgresTransaction
            do {
                let usable = try connected(&session, until: work.deadline)
                transaction = PostgresTransaction(usable, work.mode, usesPrepared: course.usesPrepared)
            } catch {
                return work.fail(error)
            }
            guard let error = attempt(work, transaction) else { return }
            guard let failure = transaction.failure, !transaction.isOutcomeUnknown,
                mayRepeat(after: failure, &course, session)
            else { return work.fail(error) }
            pool.statistics.withLock { $0.repeated += 1 }
        }
    }

    /// Runs the closure once. Nil if it has been answered.
    private func attempt(_ work: PostgresWork, _ transaction: PostgresTransaction) -> (any Error)? {
        do {
            let answer = try work.run(transaction)
            switch work.mode {
            case .write:
                try transaction.commit()
                answer()
            case .read:
                try transaction.beginToEndReading()
                answer()
                transaction.endReading()
            }
            return nil
        } catch {
            transaction.rollback()
            // A closure that kept a statement's error to itself, or made its own of it, is told the truth elsewhere.
            return error
        }
    }

    private func mayRepeat(
        after failure: PostgresFailure, _ course: inout Course, _ session: PostgresSession?
    ) -> Bool {
        switch failure.kind {
        case .statement: return false
        case .conflict:
            course.conflicts += 1
            // In another order than the others, who wait for as long.
            Thread.sleep(forTimeInterval: Double.random(in: 0...0.002) * Double(course.conflicts))
            return course.conflicts <= Self.conflictLimit
        case .constraint:
            course.constraints += 1
            return course.constraints == 1
        case .lost:
            course.losses += 1
            return course.losses <= Self.lossLimit
        case .stale:
            defer { course.usesPrepared = false }
            // `try?`: where it fails the session is lost, and so are its statements.
            try? session?.forgetStatements()
            return course.usesPrepared
        }
    }

    // MARK: The connection

    /// The session if it is alive, or a new one. Tries again until the deadline while the server may come back.
    private func connected(
        _ session: inout PostgresSession?, until deadline: ContinuousClock.Instant
    ) throws(DatabaseError) -> PostgresSession {
        if let session, session.isAlive() { return session }
        if session != nil { pool.statistics.withLock { $0.lost += 1 } }
        session = nil
        var pause = 0.02
        while true {
            do throws(DatabaseError) {
                let opened = try PostgresSession.connect(pool.configuration)
                pool.statistics.withLock { $0.opened += 1 }
                session = opened
                return opened
            } catch {
                guard case .unavailable(let problem) = error, problem.isPassing, !pool.isClosed,
                    ContinuousClock.now + .seconds(pause) < deadline
                else { throw error }
            }
            Thread.sleep(forTimeInterval: pause * Double.random(in: 0.5...1))
            pause = min(pause * 2, 1)
        }
    }
}
