import NIOCore

/// Until when a connection may wait for its client, as a state machine without a clock of its own.
///
/// An answer in the making has no deadline, however long it takes: a held claim is never cut.
struct ConnectionDeadlines {
    private let configuration: ConnectionConfiguration
    private var quietSince: NIODeadline
    private var headSince: NIODeadline?
    private var bodySince: NIODeadline?
    private var closingSince: NIODeadline?
    private var isReading = true
    private var unanswered = 0

    init(_ configuration: ConnectionConfiguration, now: NIODeadline) {
        self.configuration = configuration
        quietSince = now
    }

    /// Bytes have come; whether they complete something the events after this one tell.
    mutating func bytesArrived(_ now: NIODeadline) {
        isReading = false
        if bodySince != nil {
            bodySince = now
        } else if headSince == nil {
            headSince = now
        }
    }

    /// The channel asks for more bytes.
    mutating func readingBegan(_ now: NIODeadline) {
        if !isReading, bodySince != nil { bodySince = now }
        isReading = true
    }

    /// A request's head is whole.
    mutating func headEnded(_ now: NIODeadline) {
        headSince = nil
        bodySince = now
        unanswered += 1
    }

    /// A request is whole.
    mutating func requestEnded() {
        bodySince = nil
    }

    /// An answer has been written.
    mutating func answered(_ now: NIODeadline) {
        unanswered = max(0, unanswered - 1)
        quietSince = now
        if headSince != nil { headSince = now }
    }

    /// Our side of the connection is closed.
    mutating func closingBegan(_ now: NIODeadline) {
        if closingSince == nil { closingSince = now }
    }

    /// The instant at which the connection is to be closed; nil if it waits for nothing of its client.
    var deadline: NIODeadline? {
        if let closingSince { return closingSince + TimeAmount(configuration.closeTimeout) }
        if let bodySince { return isReading ? bodySince + TimeAmount(configuration.bodyTimeout) : nil }
        if unanswered > 0 { return nil }
        if let headSince { return headSince + TimeAmount(configuration.headTimeout) }
        return quietSince + TimeAmount(configuration.idleTimeout)
    }
}
