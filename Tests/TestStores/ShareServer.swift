import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Real file servers (Samba) in processes of their own, for as long as this lives.
public final class ShareServer: Sendable {
    /// What is otherwise about a server than it should be.
    public enum Kind: String, Sendable, CaseIterable {
        /// Nothing.
        case main
        /// It takes whom it does not know for a guest.
        case guests
        /// It does not encrypt.
        case clear
        /// It insists on encryption.
        case encrypted
        /// It encrypts, and has nothing to do with referrals.
        case unreferred
        /// It speaks SMB 1 alone.
        case old
        /// It speaks SMB 2 alone.
        case second
        /// It speaks SMB 3.0 alone.
        case third
    }

    /// What they told of themselves when they were ready.
    public struct Facts: Decodable, Sendable {
        /// Where they answer.
        public let server: String
        /// The port of each.
        public let ports: [String: UInt16]
        /// Who is let in.
        public let user: String
        /// With what.
        public let password: String
        /// The workgroup.
        public let domain: String
        /// The files that a listing of `photos` must find, with their sizes.
        public let files: [String: Int]
        /// What a listing of it must have skipped.
        public let skipped: [String: Int]
        /// Where the folders of the shares are on this machine.
        public let folder: String
        /// The process group of the main server.
        public let group: Int32
    }

    /// All kinds.
    public static let all = Result { try ShareServer(Kind.allCases.filter { $0 != .main }) }

    /// What they told of themselves when they were ready.
    public let facts: Facts
    private let process: PythonProcess

    /// The main server with its shares, and others beside it that have the same.
    public init(_ others: [Kind] = []) throws {
        process = try PythonProcess("smb_shares.py", others.map(\.rawValue))
        facts = try process.facts(Facts.self)
    }

    /// Where a kind of server answers.
    public func port(_ kind: Kind = .main) -> UInt16 { facts.ports[kind.rawValue] ?? 0 }

    /// Ends the main server with no chance to say goodbye to anybody.
    public func kill() { _ = killpg(facts.group, SIGKILL) }
}
