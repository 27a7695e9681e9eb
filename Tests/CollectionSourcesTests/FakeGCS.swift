import CryptoExtras
import Domain
import Hummingbird
import NIOCore
import Synchronization
import TestStores

@testable import CollectionSources

/// Google's token endpoint and JSON API as far as tests need them: they answer what they are told to.
final class FakeGCS: Sendable {
    struct State {
        /// Tokens that were given out.
        var tokens = 0
        /// How long a token is said to last, in seconds.
        var lifetime = 3600
        /// The only token that is let in; nil for any.
        var accepted: String?
        /// Answers of the token endpoint before any token.
        var tokenAnswers: [(Int, String)] = []
        /// Answers of the JSON API; afterwards empty lists.
        var lists: [(Int, String)] = []
        /// The queries of all lists.
        var queries: [String] = []
    }

    /// A key of 2,048 bits, made once.
    static let pem = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048).pkcs8PEMRepresentation }

    let state = Mutex(State())

    static func run(
        _ test: @escaping @Sendable (FakeGCS, _ endpoint: String) async throws -> Void
    ) async throws {
        let store = FakeGCS()
        try await TestServer.run({ store.answer($0) }, { try await test(store, $0) })
    }

    /// A service account's key file, with some fields changed, or left out where they are nil.
    static func keyFile(_ endpoint: String = "", _ changes: [String: JSONValue?] = [:]) throws -> [UInt8] {
        var fields: [String: JSONValue] = [
            "type": "service_account", "project_id": "studio", "private_key_id": "key-1",
            "private_key": .string(try pem.get()), "client_email": "archive@studio.iam.gserviceaccount.com",
            "token_uri": .string("\(endpoint)/token"),
        ]
        for (name, value) in changes { fields[name] = value }
        return CanonicalJSON.encode(.object(fields))
    }

    static func bucket(_ endpoint: String, time: any TimeSource) throws -> GCSBucket {
        try GCSBucket("archive", key: ServiceAccountKey(json: keyFile(endpoint)), endpoint: endpoint, time: time)
    }

    private func answer(_ request: Request) -> Response {
        let (status, body) = request.method == .post ? token() : list(request)
        return Response(status: .init(code: status), body: .init(byteBuffer: ByteBuffer(string: body)))
    }

    private func token() -> (Int, String) {
        state.withLock { state in
            if !state.tokenAnswers.isEmpty { return state.tokenAnswers.removeFirst() }
            state.tokens += 1
            return (200, #"{"access_token": "token-\#(state.tokens)", "expires_in": \#(state.lifetime)}"#)
        }
    }

    private func list(_ request: Request) -> (Int, String) {
        state.withLock { state in
            state.queries.append("\(request.uri.path)?\(request.uri.query ?? "")")
            let token = request.headers[.authorization]
            guard token?.hasPrefix("Bearer token-") == true, state.accepted.map({ token == "Bearer \($0)" }) != false
            else { return (401, #"{"error": {"code": 401, "message": "Invalid Credentials: \#(token ?? "")"}}"#) }
            return state.lists.isEmpty ? (200, "{}") : state.lists.removeFirst()
        }
    }
}
