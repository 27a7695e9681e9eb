import Domain
import TestSupport

@testable import AgentRuntime

extension ManualTime {
    /// Moves the clock on whenever somebody sleeps on it, until something has happened.
    func running<Output: Sendable>(
        by step: Duration = .milliseconds(100), until event: @Sendable () async throws -> Output
    ) async throws -> Output {
        let isOver = OneShot<Void>()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while true {
                    await self.waitForSleepers()
                    if isOver.value != nil { return }
                    self.advance(by: step)
                    await Task.yield()
                }
            }
            let output = try await event()
            isOver.set(())
            // One more sleeper, so that the other task wakes and sees that all is over.
            group.addTask { try await self.sleep(for: .seconds(3600)) }
            try await group.next()
            group.cancelAll()
            return output
        }
    }
}
