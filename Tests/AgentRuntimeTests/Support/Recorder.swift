import Synchronization

/// Collects what happened and lets a test wait until enough of it has.
final class Recorder<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var waiters: [(predicate: @Sendable ([Element]) -> Bool, continuation: CheckedContinuation<[Element], Never>)] =
            []
    }

    private let state = Mutex(State())

    var all: [Element] { state.withLock { $0.elements } }

    func append(_ element: Element) {
        let met = state.withLock { state in
            state.elements.append(element)
            let elements = state.elements
            let met = state.waiters.filter { $0.predicate(elements) }
            state.waiters.removeAll { $0.predicate(elements) }
            return met.map { ($0.continuation, elements) }
        }
        for (continuation, elements) in met { continuation.resume(returning: elements) }
    }

    /// Returns once the elements fulfil a condition.
    @discardableResult
    func wait(until predicate: @escaping @Sendable ([Element]) -> Bool) async -> [Element] {
        await withCheckedContinuation { continuation in
            let met: [Element]? = state.withLock { state in
                if predicate(state.elements) { return state.elements }
                state.waiters.append((predicate, continuation))
                return nil
            }
            if let met { continuation.resume(returning: met) }
        }
    }

    /// Returns once there are that many, the last of them.
    @discardableResult
    func element(_ number: Int) async -> Element {
        await wait { $0.count >= number }[number - 1]
    }
}
