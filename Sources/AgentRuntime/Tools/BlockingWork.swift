import Dispatch

/// Work that blocks its thread: listing, reading, analysing.
enum BlockingWork {
    /// Runs it on a thread of its own, away from those that tasks share. A queue a call: no work waits behind another's.
    ///
    /// No pool of threads that wait on one condition variable: the C library of many systems (glibc before 2.41, its bug 25847) can
    /// lose the wake-up of one of several waiting threads, and the work would stand until other work comes.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "safelight.blocking-work").async {
                continuation.resume(with: Result(catching: body))
            }
        }
    }
}
