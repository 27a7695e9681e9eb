/// Where a job is in its life. SCHEDULED and PENDING jobs are claimable once they are due.
public enum JobStatus: String, CaseIterable, Codable, Sendable {
    case scheduled, pending, assigned, running, completed, failed, cancelled

    /// Whether an agent may be given the job (when due).
    public var isClaimable: Bool { self == .scheduled || self == .pending }
    /// Whether an agent holds the job now.
    public var isHeld: Bool { self == .assigned || self == .running }
    /// Whether nothing will happen to the job any more.
    public var isEnded: Bool { self == .completed || self == .failed || self == .cancelled }
}

/// Something that happens to a job.
public enum JobEvent: Hashable, Sendable {
    /// An agent got it.
    case claimed
    /// The agent gave its first sign of work: socket, REST progress, or the completion itself.
    case started
    /// The agent handed in a valid result.
    case completed
    /// The agent says that the attempt failed, and why if it can tell.
    case failed(ErrorKind?)
    /// The agent says that it stopped because it was asked to.
    case stopped
    /// A user wants it to end.
    case cancelRequested
    /// The agent did not react to the wish in time (60 s).
    case cancelTimedOut
    /// The lease ran out, or the agent vanished.
    case agentLost
    /// The agent gave it back or may no longer have it (disconnect, revoke, delete, assignment not delivered): no loss.
    case handedBack
}

/// What has to be done besides writing the new state.
public enum JobEffect: Hashable, Sendable {
    /// The next attempt may start this long from now, give or take `RetryPolicy.jitter`.
    case delayNextAttempt(Duration)
    /// The running agent must be told to stop.
    case askAgentToStop
    /// The job has ended; the next run of a schedule may be made.
    case ended
    /// The error to keep on the job, set by the server.
    case recordError(ErrorKind)
}

/// Bounds on how often a job is tried. FR-200.7.
public struct RetryPolicy: Hashable, Sendable {
    /// Failed attempts after which one more is made.
    public var maximumRetries: Int
    /// Losses of the agent that are forgiven; the next one fails the job.
    public var maximumLosses: Int
    /// The share of a delay by which it is stretched or shortened at random.
    public static let jitter = 0.2

    /// Three retries, ten losses.
    public init(maximumRetries: Int = 3, maximumLosses: Int = 10) {
        self.maximumRetries = maximumRetries
        self.maximumLosses = maximumLosses
    }

    /// 30 s, 2 min, 8 min: four times as long after each retry.
    public static func delay(afterRetries retries: Int) -> Duration {
        .seconds(30 * (1 << (2 * min(max(retries, 0), 8))))
    }
}

/// The part of a job that its life cycle decides. A pure value: `apply` says what follows, the caller writes it.
public struct JobState: Hashable, Sendable {
    /// Where the job is.
    public var status: JobStatus
    /// Counts claims, from 1; 0 before the first.
    public var attempt: Int
    /// Failed attempts that were followed by another.
    public var retryCount: Int
    /// Times that the agent was lost.
    public var lossCount: Int
    /// Whether a user has asked for its end while it ran.
    public var isCancelRequested: Bool

    /// A state, as read from a row.
    public init(
        status: JobStatus, attempt: Int = 0, retryCount: Int = 0, lossCount: Int = 0, isCancelRequested: Bool = false
    ) {
        self.status = status
        self.attempt = attempt
        self.retryCount = retryCount
        self.lossCount = lossCount
        self.isCancelRequested = isCancelRequested
    }

    /// A pair of state and event that has no meaning.
    public struct IllegalTransition: Error, Hashable, Sendable {
        /// The status in which the event came.
        public let status: JobStatus
        /// The event.
        public let event: JobEvent
    }

    /// What an event makes of this state.
    /// - Returns: the new state, and what else has to be done.
    /// - Throws: `IllegalTransition` for a pair that has no meaning, such as a claim of an ended job.
    public func apply(_ event: JobEvent, policy: RetryPolicy = RetryPolicy()) throws(IllegalTransition) -> (
        state: JobState, effects: [JobEffect]
    ) {
        switch (status, event) {
        case (.scheduled, .claimed), (.pending, .claimed):
            return (with(.assigned) { $0.attempt += 1 }, [])
        case (.assigned, .started), (.running, .started):
            return (with(.running), [])
        case (.assigned, .completed), (.running, .completed):
            return (with(.completed), [.ended])
        case (.assigned, .stopped), (.running, .stopped), (.running, .cancelTimedOut):
            return (with(.cancelled), [.ended])
        case (.assigned, .failed(let kind)), (.running, .failed(let kind)):
            return failed(kind, policy)
        case (.scheduled, .cancelRequested), (.pending, .cancelRequested), (.assigned, .cancelRequested):
            return (with(.cancelled) { $0.isCancelRequested = true }, [.ended])
        case (.running, .cancelRequested):
            return (with(.running) { $0.isCancelRequested = true }, [.askAgentToStop])
        case (.assigned, .agentLost), (.running, .agentLost):
            return lost(policy)
        case (.assigned, .handedBack), (.running, .handedBack):
            return isCancelRequested ? (with(.cancelled), [.ended]) : (with(.pending), [])
        default:
            throw IllegalTransition(status: status, event: event)
        }
    }

    private func failed(_ kind: ErrorKind?, _ policy: RetryPolicy) -> (JobState, [JobEffect]) {
        if isCancelRequested { return (with(.cancelled), [.ended]) }
        guard kind?.isWorthRetrying ?? true, retryCount < policy.maximumRetries else {
            return (with(.failed), [.ended])
        }
        let delay = RetryPolicy.delay(afterRetries: retryCount)
        return (with(.pending) { $0.retryCount += 1 }, [.delayNextAttempt(delay)])
    }

    private func lost(_ policy: RetryPolicy) -> (JobState, [JobEffect]) {
        let losses = lossCount + 1
        if isCancelRequested { return (with(.cancelled) { $0.lossCount = losses }, [.ended]) }
        if losses > policy.maximumLosses {
            return (with(.failed) { $0.lossCount = losses }, [.recordError(.agentLost), .ended])
        }
        return (with(.pending) { $0.lossCount = losses }, [])
    }

    private func with(_ status: JobStatus, _ change: (inout JobState) -> Void = { _ in }) -> JobState {
        var next = self
        next.status = status
        change(&next)
        return next
    }
}
