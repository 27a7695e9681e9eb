/// A share that has been reached and opened, for one listing, test or reading; to be used on `SMBThread` alone.
struct SMBSession {
    /// Whose share it is, for messages.
    let place: SMBShare
    let folder: [UInt8]
    let context: SMBContext
    let isCancelled: @Sendable () -> Bool
    private let relay: SMBRelay

    /// Runs a body with an open share.
    static func run<Value>(
        _ place: SMBShare, folder: String, isCancelled: @escaping @Sendable () -> Bool,
        _ body: (SMBSession) throws(SMBFailure) -> Value
    ) throws(SMBFailure) -> Value {
        let encryption = try agreeOnEncryption(place, isCancelled)
        let relay: SMBRelay
        do {
            relay = try SMBRelay(
                to: place.server, port: place.port, requiresEncryption: place.requiresEncryption,
                isCancelled: isCancelled)
        } catch {
            throw .init(.unavailable, "No connection can be opened on this machine (\(error.reason)).")
        }
        defer { relay.stop() }
        guard
            let context = SMBContext(
                place.library, share: place.share, port: relay.port, account: place.account, encryption: encryption)
        else { throw .init(.unavailable, "libsmbclient could not be started on this machine.") }
        let session = SMBSession(
            place: place, folder: Array(folder.utf8.split(separator: slash).joined(separator: [slash])),
            context: context,
            isCancelled: isCancelled, relay: relay)
        return try body(session)
    }

    private static func agreeOnEncryption(
        _ place: SMBShare, _ isCancelled: () -> Bool
    ) throws(SMBFailure) -> SMBEncryption {
        let greeting: SMBGreeting
        do {
            greeting = try SMBGreeting(from: place.server, port: place.port, isCancelled: isCancelled)
        } catch {
            switch error {
            case .network(let failure): throw .network(failure, place)
            case .notSMB2: throw .notSMB2(place)
            }
        }
        if place.requiresEncryption {
            guard greeting.encrypts else { throw .noEncryption(place) }
            return .required
        }
        return greeting.encrypts ? .wanted : .none
    }

    /// Reads the folder that is listed, or one below it, given as a raw relative path. Throws what the body does.
    func read<Stop: Error>(
        _ path: [UInt8], _ body: (SMBEntry) throws(Stop) -> Void
    ) throws(Stop) -> FileSystem.Failure? {
        try context.read(whole(path), body)
    }

    /// The path in the share of a path in the folder.
    func whole(_ path: [UInt8]) -> [UInt8] {
        if folder.isEmpty { return path }
        return path.isEmpty ? folder : folder + [slash] + path
    }

    /// What it means that the folder itself could not be read.
    func failure(_ failure: FileSystem.Failure) -> SMBFailure {
        if let known = known { return known }
        var isShareThere = true
        var code = failure.code
        do {
            try context.check([])
        } catch {
            if let known = known { return known }
            isShareThere = false
            code = error.code
        }
        return SMBFailure(code, isShareThere: isShareThere, shownFolder: String(decoding: folder, as: UTF8.self), place)
    }

    /// Nil where the share can still be read, and why not where it cannot.
    func checkStillThere() -> SMBFailure? {
        do {
            try context.check(folder)
            return nil
        } catch {
            if let known = known { return known }
            return .wentAway(place, error.reason)
        }
    }

    /// Why it failed, as far as it was seen.
    private var known: SMBFailure? {
        if isCancelled() { return .cancelled }
        if let cut = relay.sighting.cut { return SMBFailure(cut, place) }
        if let status = relay.sighting.refusal { return SMBFailure(session: status, place) }
        return nil
    }
}
