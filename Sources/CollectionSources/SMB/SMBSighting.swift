import Synchronization

/// What went by between the library and a server, as far as it tells why something failed: the library itself says hardly more
/// than that it did.
final class SMBSighting: Sendable {
    /// Why a connection was cut off, or did not come about.
    enum Cut: Error, Hashable, Sendable {
        /// Something else than SMB 2 or 3 went by.
        case notSMB2
        /// The server let the user in as a guest, or as nobody.
        case guest
        /// Something was about to go by in clear though it has to be encrypted.
        case inClear
        /// The server could not be reached.
        case network(TCPSocket.Failure)
        /// Nothing more is wanted.
        case cancelled
    }

    private struct State {
        var cut: Cut?
        var session: UInt32?
        var wasLetIn = false
    }

    private let state = Mutex(State())

    /// The first reason for which a connection was cut off; nil where none was.
    var cut: Cut? { state.withLock { $0.cut } }

    /// The status with which the server ended the last attempt to sign in, where it was a refusal. Source: MS-ERREF §2.3.
    var refusal: UInt32? { state.withLock { $0.session } }

    /// Whether the server has let the user in.
    var wasLetIn: Bool { state.withLock { $0.wasLetIn } }

    func note(_ cut: Cut) {
        state.withLock { $0.cut = $0.cut ?? cut }
    }

    func noteSession(_ status: UInt32) {
        state.withLock { state in
            state.session = status == 0 ? nil : status
            state.wasLetIn = status == 0
        }
    }
}
