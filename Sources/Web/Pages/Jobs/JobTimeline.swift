import Domain
import HTML
import Wire

/// What happened to a job, in order.
struct JobTimeline: Sendable {
    /// One thing that happened.
    struct Step: Hashable, Sendable {
        var instant: Timestamp
        var text: String
        /// The state that began; nil for what changed none.
        var status: JobStatus?

        /// What was in progress then is not any more: no spinners here.
        var icon: Icon {
            switch status {
            case .assigned: .agents
            case .running: .play
            case let status?: status.icon
            case nil: .info
            }
        }
    }

    var job: JobDTO

    /// Oldest first.
    var steps: [Step] {
        var steps = [Step(instant: job.createdAt, text: created, status: .pending)]
        for attempt in job.attempts ?? [] { steps += Self.steps(of: attempt) }
        if let asked = job.cancelRequestedAt {
            steps.append(Step(instant: asked, text: "Cancellation asked for", status: nil))
        }
        if let end = job.completedAt, job.status.isEnded {
            steps.append(Step(instant: end, text: job.status.title, status: job.status))
        }
        return steps.enumerated().sorted { left, right in
            (left.element.instant, left.offset) < (right.element.instant, right.offset)
        }.map(\.element)
    }

    private var created: String { job.parentJobGuid == nil ? "Created" : "Created after an earlier job" }

    private static func steps(of attempt: AttemptDTO) -> [Step] {
        let agent = attempt.agentName ?? "a deleted agent"
        var steps = [
            Step(instant: attempt.assignedAt, text: "Attempt \(attempt.attempt): taken by \(agent)", status: .assigned)
        ]
        if let start = attempt.startedAt { steps.append(Step(instant: start, text: "Started", status: .running)) }
        if let end = attempt.endedAt, let outcome = attempt.outcome, let text = text(of: outcome) {
            steps.append(Step(instant: end, text: "Attempt \(attempt.attempt) \(text)", status: nil))
        }
        return steps
    }

    /// Nil where the job's own end says it.
    private static func text(of outcome: AttemptOutcome) -> String? {
        switch outcome {
        case .completed, .cancelled: nil
        case .failed: "failed"
        case .lost: "was lost with its agent"
        case .handedBack: "was handed back by its agent"
        }
    }
}
