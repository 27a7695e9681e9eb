import TestStores
import TestSupport
import Testing

@testable import CollectionSources

/// Shares of the servers that all tests have in common, and what a test of one found.
enum SMBFixture {
    static var facts: ShareServer.Facts { get throws { try ShareServer.all.get().facts } }

    static func share(
        _ share: String = "photos", on kind: ShareServer.Kind = .main, of server: ShareServer? = nil,
        requiresEncryption: Bool = false, user: String? = nil, password: String? = nil, domain: String? = nil
    ) throws -> SMBShare {
        let server = try server ?? ShareServer.all.get()
        return try SMBShare(
            server: server.facts.server, share: share, port: server.port(kind), requiresEncryption: requiresEncryption,
            username: user ?? server.facts.user, password: password ?? server.facts.password, domain: domain)
    }

    /// Why a test failed; nil where it passed.
    static func reason(_ test: ConnectionTest) -> ConnectionTest.Reason? {
        guard case .failed(let reason, _) = test.outcome else { return nil }
        return reason
    }

    static func message(_ test: ConnectionTest) -> String {
        guard case .failed(_, let message) = test.outcome else { return "" }
        return message
    }

    static func isUnavailable(_ error: ListingError) -> Bool {
        if case .placeUnavailable = error { true } else { false }
    }
}
