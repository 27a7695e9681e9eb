import Synchronization

/// What several threads made, in the order in which they were done.
final class Collected<Value: Sendable>: Sendable {
    private let collected = Mutex<[Value]>([])

    var values: [Value] { collected.withLock { $0 } }

    func add(_ value: Value) {
        collected.withLock { $0.append(value) }
    }
}
