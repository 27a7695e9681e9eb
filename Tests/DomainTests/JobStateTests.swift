import Domain
import TestSupport
import Testing

@Suite("Job state")
struct JobStateTests {
    /// What becomes of an event; `illegal` is a pair without meaning.
    enum Outcome: Hashable, Sendable {
        case illegal
        case becomes(JobStatus, [JobEffect])
    }

    /// Every event, each kind of failure included.
    static let events: [JobEvent] =
        [
            .claimed, .started, .completed, .stopped, .cancelRequested, .cancelTimedOut, .agentLost, .handedBack,
            .failed(nil),
        ]
        + ErrorKind.allCases.map { .failed($0) }

    /// The table of design.md, *State machine*, and protocol.md, *Cancel* and *Retry by the system*, written out.
    static func expected(_ status: JobStatus, _ event: JobEvent) -> Outcome {
        switch status {
        case .scheduled, .pending:
            switch event {
            case .claimed: .becomes(.assigned, [])
            case .cancelRequested: .becomes(.cancelled, [.ended])
            default: .illegal
            }
        case .assigned:
            switch event {
            case .cancelRequested: .becomes(.cancelled, [.ended])
            case .cancelTimedOut: .illegal
            default: expectedWhenHeld(event)
            }
        case .running:
            switch event {
            case .cancelRequested: .becomes(.running, [.askAgentToStop])
            case .cancelTimedOut: .becomes(.cancelled, [.ended])
            default: expectedWhenHeld(event)
            }
        case .completed, .failed, .cancelled: .illegal
        }
    }

    private static func expectedWhenHeld(_ event: JobEvent) -> Outcome {
        switch event {
        case .started: .becomes(.running, [])
        case .completed: .becomes(.completed, [.ended])
        case .stopped: .becomes(.cancelled, [.ended])
        case .agentLost, .handedBack: .becomes(.pending, [])
        case .failed(.permissionDenied), .failed(.invalidConfiguration), .failed(.agentLost):
            .becomes(.failed, [.ended])
        case .failed: .becomes(.pending, [.delayNextAttempt(.seconds(30))])
        case .claimed, .cancelRequested, .cancelTimedOut: .illegal
        }
    }

    @Test(
        "Every pair of status and event does what the table says", .proves("FR-460.3"), arguments: JobStatus.allCases,
        events)
    func allPairs(status: JobStatus, event: JobEvent) throws {
        let state = JobState(status: status, attempt: 1)
        switch Self.expected(status, event) {
        case .illegal:
            let refusal = #expect(throws: JobState.IllegalTransition.self) { try state.apply(event) }
            #expect(refusal?.status == status)
            #expect(refusal?.event == event)
        case .becomes(let next, let effects):
            let result = try state.apply(event)
            #expect(result.state.status == next)
            #expect(result.effects == effects)
        }
    }

    @Test("Only a claim counts attempts, only failures retries, only losses losses", arguments: events)
    func counters(event: JobEvent) {
        for status in JobStatus.allCases {
            let state = JobState(status: status, attempt: 3, retryCount: 1, lossCount: 2)
            // `try?`: illegal pairs have a test of their own
            guard let next = try? state.apply(event).state else { continue }
            var isRetry = false
            if case .failed = event { isRetry = next.status == .pending }
            #expect(next.attempt == (event == .claimed ? 4 : 3))
            #expect(next.retryCount == (isRetry ? 2 : 1))
            #expect(next.lossCount == (event == .agentLost ? 3 : 2))
            #expect(next.isCancelRequested == (event == .cancelRequested))
        }
    }

    @Test(
        "Three retries after 30 s, 2 min and 8 min, then FAILED", .proves("FR-200.7"),
        arguments: [nil, .toolError] as [ErrorKind?])
    func retries(kind: ErrorKind?) throws {
        var state = JobState(status: .pending)
        for (retry, delay) in [30, 120, 480].enumerated() {
            state = try state.apply(.claimed).state.apply(.started).state
            let (next, effects) = try state.apply(.failed(kind))
            #expect(next == JobState(status: .pending, attempt: retry + 1, retryCount: retry + 1))
            #expect(effects == [.delayNextAttempt(.seconds(delay))])
            state = next
        }
        state = try state.apply(.claimed).state
        let (last, effects) = try state.apply(.failed(kind))
        #expect(last == JobState(status: .failed, attempt: 4, retryCount: 3))
        #expect(effects == [.ended])
    }

    @Test("The budget of retries is the policy's", .proves("FR-200.7"), arguments: 0...6)
    func policy(maximum: Int) throws {
        var (state, failures) = (JobState(status: .pending), 0)
        while state.status != .failed {
            state = try state.apply(.claimed).state
                .apply(.failed(.internal), policy: RetryPolicy(maximumRetries: maximum)).state
            failures += 1
        }
        #expect(failures == maximum + 1)
    }

    @Test("Ten losses go back to the queue and cost no retry, the eleventh fails the job", .proves("FR-200.7"))
    func losses() throws {
        var state = JobState(status: .pending)
        for loss in 1...10 {
            let (next, effects) = try state.apply(.claimed).state.apply(.agentLost)
            #expect(next == JobState(status: .pending, attempt: loss, lossCount: loss))
            #expect(effects.isEmpty)
            state = next
        }
        let (last, effects) = try state.apply(.claimed).state.apply(.started).state.apply(.agentLost)
        #expect(last == JobState(status: .failed, attempt: 11, lossCount: 11))
        #expect(effects == [.recordError(.agentLost), .ended])
    }

    @Test("Handing back is no loss, however often")
    func handedBack() throws {
        var state = JobState(status: .scheduled)
        for _ in 0..<50 { state = try state.apply(.claimed).state.apply(.handedBack).state }
        #expect(state == JobState(status: .pending, attempt: 50))
    }

    @Test("Once a cancel is wished, whatever ends the attempt but a result ends the job CANCELLED", arguments: events)
    func afterCancel(event: JobEvent) throws {
        let wished = try JobState(status: .running, attempt: 1).apply(.cancelRequested).state
        #expect(wished.isCancelRequested)
        switch event {
        case .claimed: #expect(throws: JobState.IllegalTransition.self) { try wished.apply(event) }
        case .started, .cancelRequested: #expect(try wished.apply(event).state == wished)
        case .completed: #expect(try wished.apply(event).state.status == .completed)
        default:
            let (next, effects) = try wished.apply(event)
            #expect(next.status == .cancelled)
            #expect(effects == [.ended])
            #expect(next.isCancelRequested)
        }
    }

    @Test("Claimable, held and ended divide the states", .proves("FR-460.3"))
    func kinds() {
        #expect(JobStatus.allCases.filter(\.isClaimable) == [.scheduled, .pending])
        #expect(JobStatus.allCases.filter(\.isHeld) == [.assigned, .running])
        #expect(JobStatus.allCases.filter(\.isEnded) == [.completed, .failed, .cancelled])
    }

    @Test("Random lives end, and then nothing happens any more", arguments: 1...20)
    func randomLives(seed: Int) {
        var random = RepeatableRandom(seed: UInt64(seed))
        var state = JobState(status: Bool.random(using: &random) ? .scheduled : .pending)
        for _ in 0..<5000 {
            guard let event = Self.events.randomElement(using: &random) else { return }
            // `try?`: illegal events leave all as it is
            guard let next = try? state.apply(event).state else { continue }
            #expect(!state.status.isEnded)
            #expect(next.attempt >= state.attempt && next.retryCount <= 3 && next.lossCount <= 11)
            state = next
        }
        #expect(state.status.isEnded)
    }
}
