import AgentRuntime
import Synchronization

/// The wish of a user that a command ends, with the signal that told of it.
final class Interruption: Sendable {
    /// What the work watches.
    let cancellation = Cancellation()
    private let first = Mutex<Int32?>(nil)

    /// The first signal; nil while there was none.
    var signal: Int32? { first.withLock { $0 } }

    /// Takes a signal in.
    /// - Returns: whether it was the first.
    func take(_ signal: Int32) -> Bool {
        let isFirst = first.withLock { first in
            defer { first = first ?? signal }
            return first == nil
        }
        cancellation.cancel(.asked("The user stopped it."))
        return isFirst
    }

    /// What a shell shows for a program that a signal ended.
    static func exitCode(_ signal: Int32) -> Int32 { 128 + signal }
}
