import Domain

/// Since when agents could be heard without a break. Their silence counts only from then: a server that has just been
/// started, could not reach its database, was held up or had its clock set does not know what was said meanwhile.
struct Listening {
    /// What a clock that nobody sets may stray from the time that passes between two rounds.
    static let tolerance: Duration = .seconds(2)
    /// A round that takes longer than this held requests up as well.
    static let longestRound: Duration = .seconds(10)

    private var since: Timestamp
    private var clock: Timestamp
    private var uptime: Duration

    init(_ time: any TimeSource) {
        clock = time.now()
        uptime = time.uptime()
        since = clock
    }

    /// Begins a round.
    /// - Returns: by how much the clock has been set since the last one began; nil where it was not.
    mutating func beginRound(_ time: any TimeSource) -> Duration? {
        let before = (clock: clock, uptime: uptime)
        (clock, uptime) = (time.now(), time.uptime())
        let set = (clock - before.clock) - (uptime - before.uptime)
        guard set > Self.tolerance || set < .zero - Self.tolerance else { return nil }
        since = clock
        return set
    }

    /// Ends a round in which agents could be heard, or not.
    mutating func endRound(_ time: any TimeSource, wereHeard: Bool) {
        if !wereHeard || time.uptime() - uptime > Self.longestRound { since = time.now() }
    }

    /// Whether silence until an instant says that an agent is gone.
    func isSilenceCounted(at now: Timestamp) -> Bool { now >= since + Lease.agentSilence }
}
