import Domain
import Wire

/// What a job asks of a tool: everything an attempt does between its assignment and its completion. Knows nothing of
/// sockets, signatures and spools.
protocol AttemptWork: Sendable {
    /// Does the work.
    /// - Throws: `WorkFailure`; `CutShort` once the cancellation is set; `ServerError`.
    func perform(_ job: JobAssignment, _ session: AttemptSession) async throws -> WorkOutput
}

/// What an attempt may tell and ask while it works.
struct AttemptSession: Sendable {
    let cancellation: Cancellation
    /// Takes progress, at any rate, from any thread.
    let report: @Sendable (ProgressUpdate) -> Void
    /// Takes something odd that does not end the attempt.
    let warn: @Sendable (JobWarning) -> Void
}

/// What came out of the work.
struct WorkOutput: Sendable {
    /// Canonical JSON.
    let results: [UInt8]
    /// HTML.
    let report: [UInt8]?
    /// Files that were looked at.
    let filesProcessed: Int64
}

/// Why the work cannot be done, in the words that the user will read.
struct WorkFailure: Error, Hashable, Sendable {
    let kind: ErrorKind
    let message: String
    var detail: String?
}
