import NIOCore

/// How an operation ended.
enum WorkEnd {
    case done
    /// Nothing can be done any more: no job was left, or the connection broke.
    case stopped
}

/// Somebody who does one operation at a time on a connection of its own.
protocol Worker: AnyObject {
    /// Does the operation that was due at `start`, records it, and calls `done`.
    func perform(from start: NIODeadline, _ recorder: Recorder, _ done: @escaping (WorkEnd) -> Void)
}

/// The same request again and again.
final class RequestWorker: Worker {
    private let connection: HTTPConnection
    private let request: HTTPRequest

    init(_ connection: HTTPConnection, _ request: HTTPRequest) {
        self.connection = connection
        self.request = request
    }

    func perform(from start: NIODeadline, _ recorder: Recorder, _ done: @escaping (WorkEnd) -> Void) {
        connection.send(request) { answer in
            guard recorder.accepts(answer, "request") else { return done(answer.status == 0 ? .stopped : .done) }
            recorder.record(.request, from: start, to: answer.arrived)
            recorder.operationEnded(at: answer.arrived)
            done(.done)
        }
    }
}

/// Claims a job, starts it where that is asked for, and completes it.
final class JobWorker: Worker {
    private let connection: HTTPConnection
    private let key: String
    private let claim: HTTPRequest
    private let results: SignedResults
    private let reportsStart: Bool

    /// - Parameter reportsStart: whether progress is sent between claim and completion.
    init(
        _ connection: HTTPConnection, key: String, capabilities: [String], results: SignedResults, reportsStart: Bool
    ) {
        self.connection = connection
        self.key = key
        self.results = results
        self.reportsStart = reportsStart
        claim = .claim(key, capabilities: capabilities, wait: 0)
    }

    func perform(from start: NIODeadline, _ recorder: Recorder, _ done: @escaping (WorkEnd) -> Void) {
        connection.send(claim) { [self] answer in
            guard recorder.accepts(answer, "claim") else { return done(answer.status == 0 ? .stopped : .done) }
            guard let assignment = Assignment(answer.body) else {
                recorder.fail("no job was waiting")
                return done(.stopped)
            }
            recorder.record(.claim, from: start, to: answer.arrived)
            guard reportsStart else { return complete(assignment, from: start, recorder, done) }
            let began = NIODeadline.now()
            connection.send(.start(key, assignment)) { [self] answer in
                guard recorder.accepts(answer, "progress") else { return done(.stopped) }
                recorder.record(.start, from: began, to: answer.arrived)
                complete(assignment, from: start, recorder, done)
            }
        }
    }

    private func complete(
        _ assignment: Assignment, from start: NIODeadline, _ recorder: Recorder, _ done: @escaping (WorkEnd) -> Void
    ) {
        let request = HTTPRequest.complete(key, assignment, results)
        let began = NIODeadline.now()
        connection.send(request) { answer in
            guard recorder.accepts(answer, "complete") else { return done(.stopped) }
            recorder.record(.complete, from: began, to: answer.arrived)
            recorder.record(.cycle, from: start, to: answer.arrived)
            recorder.operationEnded(at: answer.arrived)
            done(.done)
        }
    }
}

extension Recorder {
    /// Whether an answer is a success; else it is counted as a failure, with the beginning of what it said.
    func accepts(_ answer: HTTPAnswer, _ what: String) -> Bool {
        if (200..<300).contains(answer.status) { return true }
        let words = answer.body.getString(
            at: answer.body.readerIndex, length: Swift.min(answer.body.readableBytes, 200))
        fail(answer.status == 0 ? "\(what): the connection broke" : "\(what): \(answer.status) \(words ?? "")")
        return false
    }
}
