import GRDB

/// Runs queued writes in one transaction, a savepoint each, so that they share the cost of making a commit durable.
///
/// No caller is answered before the commit. A write that fails is rolled back alone. Where the transaction is lost as a
/// whole (a disk that fills up ends it, savepoints and all, and a deferred constraint fails the commit), every write of
/// the group is run again in a transaction of its own, so each gets the outcome that it has by itself.
struct GroupCommit {
    /// Hands a caller its result or its error.
    typealias Answer = @Sendable () -> Void

    /// What happened.
    struct Outcome {
        /// Transactions that were committed.
        var commits = 0
        /// Whether the group was lost and run again one by one.
        var wasSplit = false
        /// One for each write, to be called now.
        var answers: [Answer] = []
    }

    private struct TransactionLost: Error {}

    private let database: GRDB.Database

    init(_ database: GRDB.Database) {
        self.database = database
    }

    /// Runs the writes; what was to be committed is, when it returns.
    func run(_ group: [QueuedWrite]) -> Outcome {
        if group.count == 1 { return runOneByOne(group) }
        let connection = SQLiteConnection(database)
        do {
            try connection.control("BEGIN IMMEDIATE")
        } catch {
            // Nothing ran; one by one they would only wait for the other program again, each in turn.
            return Outcome(answers: group.map { write in { write.fail(error) } })
        }
        do {
            var answers: [Answer] = []
            for write in group { try answers.append(runInSavepoint(write, connection)) }
            try connection.control("COMMIT")
            return Outcome(commits: 1, answers: answers)
        } catch {
            rollback(connection)
            var outcome = runOneByOne(group)
            outcome.wasSplit = true
            return outcome
        }
    }

    /// Runs one write of a group. Throws only if the transaction is lost; a write's own error becomes its answer.
    private func runInSavepoint(_ write: QueuedWrite, _ connection: SQLiteConnection) throws -> Answer {
        try connection.control("SAVEPOINT closure")
        let result = Result { try write.run(connection) }
        // Also where the closure kept the error to itself.
        guard connection.isInTransaction else { throw TransactionLost() }
        switch result {
        case .success(let answer):
            try connection.control("RELEASE closure")
            return answer
        case .failure(let error):
            try connection.control("ROLLBACK TO closure")
            try connection.control("RELEASE closure")
            return { write.fail(error) }
        }
    }

    private func runOneByOne(_ group: [QueuedWrite]) -> Outcome {
        var outcome = Outcome()
        for (index, write) in group.enumerated() {
            let connection = SQLiteConnection(database)
            do {
                try connection.control("BEGIN IMMEDIATE")
            } catch {
                outcome.answers += group[index...].map { write in { write.fail(error) } }
                return outcome
            }
            do {
                let answer = try write.run(connection)
                if let ended = connection.ended { throw ended }
                try connection.control("COMMIT")
                outcome.commits += 1
                outcome.answers.append(answer)
            } catch {
                rollback(connection)
                outcome.answers.append { write.fail(error) }
            }
        }
        return outcome
    }

    private func rollback(_ connection: SQLiteConnection) {
        guard connection.isInTransaction else { return }
        // `try?`: SQLite's ROLLBACK fails only where there is no transaction, which was just looked at.
        try? connection.control("ROLLBACK")
    }
}
