#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Why a share could not be listed, in words for people; without secrets.
struct SMBFailure: Error, Hashable {
    /// Nil where the caller wanted the end.
    let reason: ConnectionTest.Reason?
    let message: String

    /// That the caller wanted the end.
    static let cancelled = SMBFailure(nil, "It was stopped before the server had answered.")

    init(_ reason: ConnectionTest.Reason?, _ message: String) {
        (self.reason, self.message) = (reason, message)
    }

    static func network(_ failure: TCPSocket.Failure, _ place: SMBShare) -> SMBFailure {
        switch failure {
        case .cancelled: cancelled
        case .unknownHost:
            SMBFailure(
                .unknownHost,
                "There is no machine of the name \(place.server) on this network. Check how it is written, or use its address."
            )
        case .timedOut, .failed:
            SMBFailure(
                .unreachable,
                "\(place.server) does not answer on port \(place.port) (\(failure.reason)). Check that it is running, and that "
                    + "nothing between it and this machine keeps the port closed.")
        }
    }

    static func notSMB2(_ place: SMBShare) -> SMBFailure {
        SMBFailure(
            .badEndpoint,
            "\(place.server) does not speak SMB 2 or 3 on port \(place.port). SMB 1 is not used, for it protects nothing: "
                + "switch a later version on in the server's settings, or check the port.")
    }

    static func noEncryption(_ place: SMBShare) -> SMBFailure {
        SMBFailure(
            .untrusted,
            "\(place.server) does not offer encryption, which this connector requires. Switch it on in the server's settings "
                + "(SMB 3 is needed), or let the connector take what the server offers.")
    }

    static func wentAway(_ place: SMBShare, _ reason: String) -> SMBFailure {
        SMBFailure(
            .unreachable,
            "\(place.shown) went away while it was being read (\(reason)). Check that the server is running and on the network, "
                + "then run again.")
    }

    init(_ cut: SMBSighting.Cut, _ place: SMBShare) {
        switch cut {
        case .cancelled: self = .cancelled
        case .network(let failure): self = .network(failure, place)
        case .notSMB2: self = .notSMB2(place)
        case .guest:
            self.init(
                .wrongKey,
                "\(place.server) does not know the user \(place.account.name), and would let it in as a guest, which is refused. "
                    + "Check user and password, and create the user there if need be.")
        case .inClear:
            self.init(
                .untrusted,
                "What is read from \(place.shown) would not be encrypted, which this connector requires: the libsmbclient of this "
                    + "machine does not encrypt unless the server insists on it. Have the server require encryption for the share "
                    + "(Samba: server smb encrypt = required), or install a later version of libsmbclient.")
        }
    }

    /// From the status with which a server refused a user. Source: MS-ERREF §2.3.
    init(session status: UInt32, _ place: SMBShare) {
        let user = place.account.name
        switch status {
        case 0xC000_0234:
            self.init(.wrongKey, "\(place.server) has locked the user \(user). Have it unlocked there, then try again.")
        case 0xC000_0072:
            self.init(.wrongKey, "\(place.server) has disabled the user \(user). Have it enabled there.")
        case 0xC000_0071, 0xC000_0224:
            self.init(
                .wrongSecret,
                "The password of \(user) on \(place.server) has expired. Set a new one there, then enter it here.")
        case 0xC000_006E, 0xC000_006F, 0xC000_0070, 0xC000_015B, 0xC000_0193:
            self.init(
                .wrongKey,
                "\(place.server) does not let \(user) in from here or at this time. Whoever manages the server must allow it."
            )
        default:
            // A server does not say which of the two is wrong.
            let more = place.account.domain.map { " and the domain \($0)" } ?? ""
            self.init(
                .wrongSecret,
                "\(place.server) does not let \(user) in: there is no such user, or the password is wrong. Check both\(more)."
            )
        }
    }

    /// From the number with which the share, or the folder in it, could not be opened after the user had been let in.
    init(_ code: Int32, isShareThere: Bool, shownFolder: String, _ place: SMBShare) {
        let isDenied = code == EACCES || code == EPERM
        switch (code, isShareThere) {
        case (ENOENT, false), (ENODEV, false):
            self.init(
                .noBucket,
                "There is no share \(place.share) on \(place.server). Check how it is written; the folder in it belongs to the collection."
            )
        case (_, false) where isDenied:
            self.init(
                .accessDenied,
                "\(place.account.name) may not open \(place.shown). Whoever manages the server must give it read permission."
            )
        case (_, true) where isDenied:
            self.init(
                .accessDenied,
                "\(place.account.name) may not read the folder \(shownFolder) of \(place.shown). Give it read permission there."
            )
        case (ENOENT, true):
            self.init(
                .noFolder, "There is no folder \(shownFolder) in \(place.shown). Check how it is written.")
        case (ENOTDIR, true):
            self.init(
                .noFolder, "\(shownFolder) in \(place.shown) is not a folder. Name the folder that holds the photos.")
        default:
            let reason = FileSystem.Failure(code: code).reason
            self.init(
                .unavailable,
                "\(place.shown) could not be listed (\(reason)). It may pass; check the server, then try again.")
        }
    }
}

extension ListingError {
    /// What a share's failure is to a job.
    init(_ failure: SMBFailure) {
        guard let reason = failure.reason else {
            self = .cancelled
            return
        }
        self.init(PlaceFailure(reason, failure.message))
    }
}
