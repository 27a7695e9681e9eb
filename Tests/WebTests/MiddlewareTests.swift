import Domain
import HTTPTypes
import TestSupport
import Testing
import Wire

@testable import Web

/// Errors, origins and header fields that every answer shares.
@Suite(.timeLimit(.minutes(4)))
struct MiddlewareTests {
    @Test func anUnknownAddressIsNotFoundAndAWrongMethodIsNamed() async throws {
        try await TestServer.run { server in
            let missing = try await server.send(.get, "/api/nothing")
            #expect(missing.status == 404)
            #expect(missing.code == "not_found")
            let wrong = try await server.send(.delete, UserRoutes.jobs.pattern)
            #expect(wrong.status == 405)
            #expect(wrong.code == "method_not_allowed")
            #expect(wrong.headers["allow"] == ["GET, HEAD"])
        }
    }

    @Test func answersTellBrowsersWhatTheyMayNotBeUsedFor() async throws {
        try await TestServer.run { server in
            let answer = try await server.send(.get, ServiceRoutes.live.pattern)
            #expect(answer.status == 200)
            #expect(answer.headers["x-content-type-options"] == ["nosniff"])
            let policy = try #require(answer.headers["content-security-policy"].first)
            #expect(policy.contains("default-src 'self'"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe-inline"))
        }
    }

    @Test(
        arguments: [
            ("http://HOST", 200), ("https://HOST", 403), ("http://evil.example", 403), ("null", 403), (nil, 403),
        ] as [(String?, Int)])
    func aSessionChangesThingsFromOurOwnPagesOnly(origin: String?, status: Int) async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            let session = try await ann.session()
            var answer = try await server.send(
                .get, UserRoutes.agent.filled([agent.guid]), headers: ["cookie": "safelight_session=\(session)"])
            #expect(answer.status == 200)
            let own = "127.0.0.1:\(server.port)"
            var headers = ["cookie": "safelight_session=\(session)"]
            headers["origin"] = origin.map { $0 == "http://HOST" ? "http://\(own)" : $0 }
                .map { $0 == "https://HOST" ? "https://\(own)" : $0 }
            answer = try await server.send(
                .patch, UserRoutes.changeAgent.filled([agent.guid]), headers: .init(headers.map { ($0.key, $0.value) }),
                body: WireJSON.encode(["paused": true]))
            #expect(answer.status == status)
            if status == 403 { #expect(answer.code == "foreign_origin") }
        }
    }

    @Test func anAPITokenNeedsNoOrigin() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            let answer = try await server.call(
                UserRoutes.changeAgent, agent.guid, key: ann.token, json: ["paused": true])
            #expect(answer.status == 200)
            #expect(answer.json["paused"] == true)
        }
    }

    @Test(
        arguments: [
            ("10.0.0.0/8", "10.200.3.4", true), ("10.0.0.0/8", "11.0.0.1", false),
            ("192.168.1.128/25", "192.168.1.200", true), ("192.168.1.128/25", "192.168.1.100", false),
            ("127.0.0.1", "::ffff:127.0.0.1", true), ("fd00::/8", "fd12::1", true), ("fd00::/8", "10.0.0.1", false),
            ("0.0.0.0/0", "8.8.8.8", true),
        ])
    func addressesLieInTheirRanges(range: String, address: String, isInside: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == isInside)
    }

    @Test(arguments: ["", "10.0.0.0/33", "10.0.0.0/x", "host", "10.0.0.0/8/8", "::/129"])
    func whatIsNoRangeIsRefused(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test(
        arguments: [
            ("https://Photos.Example.org:443/a?b", "https://photos.example.org"), ("http://a:80", "http://a"),
            ("http://a:8080/", "http://a:8080"), ("null", nil), ("ftp://a", nil), ("https://u@a", nil),
            ("https://", nil),
        ] as [(String, String?)])
    func anOriginIsSchemeHostAndPort(url: String, origin: String?) {
        #expect(OriginRule.origin(of: url) == origin)
    }

    @Test func behindATrustedProxyTheClientsOwnViewCounts() throws {
        var headers = HTTPFields()
        headers[try #require(HTTPField.Name("X-Forwarded-Proto"))] = "https"
        headers[try #require(HTTPField.Name("X-Forwarded-Host"))] = "Photos.example.org, inner"
        let rule = OriginRule(publicURL: nil, hasTLS: false, trustedProxies: [try #require(AddressRange("10.0.0.0/8"))])
        func own(from address: String) -> String? {
            rule.own(.init(headers: headers, host: "inner:8080", remoteAddress: address))
        }
        #expect(own(from: "10.1.2.3") == "https://photos.example.org")
        #expect(own(from: "192.168.1.1") == "http://inner:8080")
    }

    @Test func figuresAreCounted() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            _ = try await ann.run(try await ann.collection(on: agent))
            _ = try await agent.claimed()
            let answer = try await server.send(.get, ServiceRoutes.metrics.pattern)
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == ["text/plain; version=0.0.4; charset=utf-8"])
            for line in [
                "safelight_claims_total{outcome=\"job\"} 1", "safelight_claim_duration_seconds_count 1",
                "safelight_claim_duration_seconds_bucket{le=\"+Inf\"} 1", "safelight_jobs{status=\"assigned\"} 1",
                "safelight_jobs{status=\"pending\"} 0", "safelight_http_requests_total{status=\"201\"} 4",
                "# TYPE safelight_claim_duration_seconds histogram",
            ] {
                #expect(answer.text.split(separator: "\n").contains(Substring(line)), "\(line)")
            }
        }
    }

    @Test func readinessNeedsTheDatabase() async throws {
        try await TestServer.run { server in
            #expect(try await server.send(.get, ServiceRoutes.ready.pattern).status == 200)
            try await server.coordinator.context.database.close()
            let answer = try await server.send(.get, ServiceRoutes.ready.pattern)
            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] == ["5"])
            #expect(try await server.send(.get, ServiceRoutes.live.pattern).status == 200)
        }
    }
}
