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
        let (now, uptime) = (time.now(), time.uptime())
        let change = change(now, uptime)
        (clock, self.uptime) = (now, uptime)
        if change != nil { since = now }
        return change
    }

    /// What the clock shows, where it goes as it did when the round began; nil where it was set since then, which the
    /// next round finds out.
    func steadyInstant(_ time: any TimeSource) -> Timestamp? {
        let now = time.now()
        return change(now, time.uptime()) == nil ? now : nil
    }

    /// By how much the clock has been set since the round began; nil where it was not.
    private func change(_ now: Timestamp, _ uptime: Duration) -> Duration? {
        let change = (now - clock) - (uptime - self.uptime)
        return change > Self.tolerance || change < .zero - Self.tolerance ? change : nil
    }

    /// Ends a round in which agents could be heard, or not.
    mutating func endRound(_ time: any TimeSource, wereHeard: Bool) {
        if !wereHeard || time.uptime() - uptime > Self.longestRound { since = time.now() }
    }

    /// Whether silence until an instant says that an agent is gone.
    func isSilenceCounted(at now: Timestamp) -> Bool { now >= since + Lease.agentSilence }
}
