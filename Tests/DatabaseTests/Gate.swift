import Dispatch

/// Holds a thread up until a test lets it go on.
struct Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    /// Blocks the thread until the gate has been opened.
    func wait() { semaphore.wait() }

    /// Blocks the thread likewise, but gives up after a while. True if the gate was opened.
    func wait(atMost seconds: Double) -> Bool { semaphore.wait(timeout: .now() + seconds) == .success }

    /// Lets one thread go on.
    func open() { semaphore.signal() }
}
