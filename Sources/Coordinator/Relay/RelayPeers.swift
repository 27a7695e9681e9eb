import Domain

/// The other servers, as far as they have been heard: whether something of theirs was lost.
struct RelayPeers {
    private struct Peer {
        var number: Int64
        var heard: Timestamp
    }

    private var peers: [String: Peer] = [:]

    /// A server that has not been heard for so long has ended without a word, perhaps between a commit and its events.
    static let silence: Duration = .seconds(10)

    /// Takes note of a payload.
    /// - Returns: whether one before it is missing.
    mutating func hear(_ payload: EventPayload, at now: Timestamp) -> Bool {
        guard let number = payload.number else { return false }
        let earlier = peers.updateValue(Peer(number: number, heard: now), forKey: payload.origin)
        if payload.isFarewell { peers[payload.origin] = nil }
        return earlier.map { number != $0.number + 1 } ?? false
    }

    /// Forgets those who have fallen silent.
    /// - Returns: whether there were any.
    mutating func forgetSilent(at now: Timestamp) -> Bool {
        let silent = peers.filter { $0.value.heard + Self.silence < now }.keys
        for origin in silent { peers[origin] = nil }
        return !silent.isEmpty
    }
}
