import Dispatch
import Synchronization

/// The one thread on which libsmbclient is called, which blocks and is not thread safe: what is to be done waits its turn.
///
/// It lives as long as there is something to do, so nothing of it is left when the last share has been read.
final class SMBThread: Sendable {
    /// That of this process, as the library's state is.
    static let shared = SMBThread()

    private struct Queue {
        var waiting: [@Sendable () -> Void] = []
        var isRunning = false
    }

    private let queue = Mutex(Queue())

    /// Runs a body on the thread.
    func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            add { continuation.resume(returning: body()) }
        }
    }

    /// Runs a body on the thread and blocks until it is done; the caller gives a thread of its own for that.
    func runAndWait<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value {
        let answers = Collected<Value>()
        let isDone = DispatchSemaphore(value: 0)
        add {
            answers.add(body())
            isDone.signal()
        }
        isDone.wait()
        return answers.values[0]
    }

    private func add(_ body: @escaping @Sendable () -> Void) {
        let mustStart = queue.withLock { queue in
            queue.waiting.append(body)
            defer { queue.isRunning = true }
            return !queue.isRunning
        }
        guard mustStart else { return }
        if let thread = WorkerThread({ self.work() }) {
            thread.detach()
        } else {
            // No thread is to be had: the caller's must do.
            work()
        }
    }

    private func work() {
        while let body = next() { body() }
    }

    private func next() -> (@Sendable () -> Void)? {
        queue.withLock { queue in
            guard !queue.waiting.isEmpty else {
                queue.isRunning = false
                return nil
            }
            return queue.waiting.removeFirst()
        }
    }
}
