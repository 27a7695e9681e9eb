import AsyncHTTPClient
import Domain
import NIOHTTP1
import S3

/// The token that opens a service account's buckets: had once, kept until shortly before it ends, renewed when it is refused.
actor AccessTokens {
    private struct Token {
        let text: String
        /// By the uptime, which no setting of the clock moves.
        let renewal: Duration
    }

    private static let scope = "https://www.googleapis.com/auth/devstorage.read_only"
    /// A token is renewed so long before it ends.
    private static let margin: Duration = .seconds(300)
    private static let largestAnswer = 1 << 20

    private let key: ServiceAccountKey
    private let calls: StoreCalls
    private let time: any TimeSource
    private var token: Token?
    private var request: Task<Token, any Error>?

    init(_ key: ServiceAccountKey, calls: StoreCalls, time: any TimeSource) {
        (self.key, self.calls, self.time) = (key, calls, time)
    }

    /// A token that holds for now.
    /// - Throws: `GCSFailure`, `CancellationError`.
    func current() async throws -> String {
        if let token, time.uptime() < token.renewal { return token.text }
        if let request { return try await Self.result(of: request).text }
        // Everybody who wants a token meanwhile waits for this one. They work on one listing: it ends for all of them.
        let request = Task { try await fetch() }
        self.request = request
        defer { self.request = nil }
        let token = try await Self.result(of: request)
        self.token = token
        return token.text
    }

    private static func result(of request: Task<Token, any Error>) async throws -> Token {
        try await withTaskCancellationHandler {
            try await request.value
        } onCancel: {
            request.cancel()
        }
    }

    /// Forgets a token that was refused, unless there is a newer one already.
    func drop(_ refused: String) {
        if token?.text == refused { token = nil }
    }

    private nonisolated func fetch() async throws -> Token {
        do {
            return try await calls.repeating {
                ($0 as? GCSFailure)?.mayPass == true
            } _: {
                try await attempt()
            }
        } catch let failure as GCSFailure {
            // It was tried often enough: whoever wanted the token does not begin again.
            throw GCSFailure(failure.reason, failure.message)
        }
    }

    private nonisolated func attempt() async throws -> Token {
        let now = time.now()
        let assertion: String
        do {
            assertion = try key.assertion(scope: Self.scope, at: now)
        } catch {
            throw GCSFailure(.wrongSecret, "The private key of \(key.clientEmail) cannot sign. Make a new key.")
        }
        var request = HTTPClientRequest(url: key.tokenAddress)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        let grant = URIEncoding.encode("urn:ietf:params:oauth:grant-type:jwt-bearer")
        request.body = .bytes(Array("grant_type=\(grant)&assertion=\(assertion)".utf8))
        let place = Endpoint.split(key.tokenAddress).map { "\($0.endpoint)" } ?? key.tokenAddress
        let answer = try await GCSFailure.catching {
            try await calls.send(request, to: place, upTo: Self.largestAnswer)
        }
        // `try?`: an answer that is no JSON says nothing beyond its status.
        let fields = try? JSONParser.parse(answer.body)
        guard answer.status == 200, let text = fields?["access_token"]?.stringValue, !text.isEmpty else {
            throw GCSFailure(
                token: answer.status, fields, account: key.clientEmail, place: place, hiding: [assertion])
        }
        let lifetime = Duration.seconds(max(0, min(fields?["expires_in"]?.integerValue ?? 3600, 86_400)))
        return Token(text: text, renewal: time.uptime() + max(lifetime - Self.margin, lifetime / 2))
    }
}
