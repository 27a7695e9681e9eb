import Hummingbird
import NIOCore
import Testing

@testable import Web

/// When a quiet connection is closed, and when it is not.
@Suite(.timeLimit(.minutes(4)))
struct ConnectionDeadlinesTests {
    private static func at(_ seconds: Int64) -> NIODeadline {
        .uptimeNanoseconds(1_000_000_000_000) + .seconds(seconds)
    }

    private static func deadlines() -> ConnectionDeadlines { ConnectionDeadlines(.init(), now: at(0)) }

    @Test func aConnectionWithoutARequestIsIdle() {
        var deadlines = Self.deadlines()
        #expect(deadlines.deadline == Self.at(75))
        deadlines.readingBegan(Self.at(5))
        #expect(deadlines.deadline == Self.at(75))
    }

    @Test func aHeadHasItsTimeFromTheFirstByteOn() {
        var deadlines = Self.deadlines()
        deadlines.bytesArrived(Self.at(70))
        deadlines.readingBegan(Self.at(71))
        deadlines.bytesArrived(Self.at(84))
        #expect(deadlines.deadline == Self.at(85))
    }

    @Test func aBodyHasItsTimeFromEachPieceOn() {
        var deadlines = Self.deadlines()
        deadlines.bytesArrived(Self.at(1))
        deadlines.headEnded(Self.at(1))
        deadlines.readingBegan(Self.at(1))
        #expect(deadlines.deadline == Self.at(31))
        deadlines.bytesArrived(Self.at(20))
        deadlines.readingBegan(Self.at(20))
        #expect(deadlines.deadline == Self.at(50))
    }

    @Test func aBodyThatTheServerDoesNotReadIsNotLate() {
        var deadlines = Self.deadlines()
        deadlines.bytesArrived(Self.at(1))
        deadlines.headEnded(Self.at(1))
        #expect(deadlines.deadline == nil)
        deadlines.readingBegan(Self.at(100))
        #expect(deadlines.deadline == Self.at(130))
    }

    @Test func anAnswerInTheMakingHasNoDeadline() {
        var deadlines = Self.deadlines()
        deadlines.bytesArrived(Self.at(1))
        deadlines.headEnded(Self.at(1))
        deadlines.requestEnded()
        deadlines.readingBegan(Self.at(1))
        #expect(deadlines.deadline == nil)
        deadlines.answered(Self.at(51))
        #expect(deadlines.deadline == Self.at(126))
    }

    @Test func theHeadOfTheNextRequestWaitsForTheAnswer() {
        var deadlines = Self.deadlines()
        deadlines.bytesArrived(Self.at(1))
        deadlines.headEnded(Self.at(1))
        deadlines.requestEnded()
        deadlines.bytesArrived(Self.at(2))
        #expect(deadlines.deadline == nil)
        deadlines.answered(Self.at(50))
        #expect(deadlines.deadline == Self.at(65))
    }

    @Test func aClosingConnectionIsCutOffSoon() {
        var deadlines = Self.deadlines()
        deadlines.closingBegan(Self.at(10))
        deadlines.closingBegan(Self.at(12))
        #expect(deadlines.deadline == Self.at(15))
    }

    @Test(arguments: [
        "", "GET /hello HT", "GET /hello HTTP/1.1\r\nHost: a\r\n",
        "POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n12",
    ])
    func aConnectionThatWaitsForItsClientIsClosed(sent: String) async throws {
        let short = ConnectionConfiguration(
            idleTimeout: .milliseconds(20), headTimeout: .milliseconds(20), bodyTimeout: .milliseconds(20))
        try await ConnectionTestServer.run(configuration: short) { server in
            try await ConnectionRawClient.connect(to: server.port) { client in
                try await client.send(sent)
                let bytes = try await client.readToEnd()
                #expect(!bytes.starts(with: Array("HTTP/1.1 200".utf8)))
            }
        }
    }

    @Test func aKeptConnectionIsClosedAfterItsAnswer() async throws {
        let short = ConnectionConfiguration(idleTimeout: .seconds(3))
        try await ConnectionTestServer.run(configuration: short) { server in
            let request = ConnectionRawClient.request("/hello")
            try await ConnectionRawClient.connect(to: server.port, greeting: request) { client async throws in
                #expect(try await client.readResponse().body == "hello")
                #expect(try await client.readToEnd().isEmpty)
            }
        }
    }

    @Test func aHeldRequestOutlastsAllTimeouts() async throws {
        let short = ConnectionConfiguration(
            idleTimeout: .seconds(3), headTimeout: .seconds(3), bodyTimeout: .seconds(3))
        let (held, release) = (Event<Void>(), Event<Void>())
        try await ConnectionTestServer.run(
            configuration: short,
            routes: { router in
                router.get("held") { _, _ in
                    held.occur()
                    try await release.wait()
                    return "held"
                }
            }
        ) { server in
            let request = ConnectionRawClient.request("/held")
            try await ConnectionRawClient.connect(to: server.port, greeting: request) { client in
                try await held.wait()
                // A connection that began later is idle for longer than all of the timeouts, and closed.
                try await ConnectionRawClient.connect(to: server.port) { idle in
                    let bytes = try await idle.readToEnd()
                    #expect(bytes.isEmpty)
                }
                release.occur()
                #expect(try await client.readResponse().body == "held")
            }
        }
    }
}
