import Foundation
import Hummingbird
import HummingbirdCore
import TestSupport
import Testing
import Web

/// The server speaks TLS itself.
@Suite(.timeLimit(.minutes(4)))
struct ConnectionTLSTests {
    /// Makes a certificate for localhost that signs itself.
    private static func makeFiles(in folder: TemporaryFolder) async throws -> TLSFiles {
        let files = TLSFiles(certificatePath: folder.path + "/certificate.pem", keyPath: folder.path + "/key.pem")
        let status = try await ConnectionSubprocess.run([
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost", "-keyout", files.keyPath, "-out", files.certificatePath,
        ])
        #expect(status == 0)
        return files
    }

    @Test(.proves("NFR-300.3")) func requestsAndSocketsPassOverTLS() async throws {
        let folder = try TemporaryFolder()
        let files = try await Self.makeFiles(in: folder)
        try await ConnectionTestServer.run(gate: ConnectionUpgradeTests.gate, tls: files) { server in
            try await ConnectionRawClient.connect(to: server.port, trusting: files.certificatePath) { client in
                try await client.send(ConnectionRawClient.request("/hello"))
                #expect(try await client.readResponse().body == "hello")
                #expect(try await client.upgrade("/echo").status == 101)
                try await client.send(.text("secret"))
                #expect(try await client.readText() == "secret")
                try await client.send(.close(1000))
                #expect(try await client.readFrame().closeCode == 1000)
                #expect(try await client.readToEnd().isEmpty)
            }
        }
        withExtendedLifetime(folder) {}
    }

    @Test func aClientThatVanishesIsSeenOverTLS() async throws {
        let folder = try TemporaryFolder()
        let files = try await Self.makeFiles(in: folder)
        let (held, gone) = (Event<Void>(), Event<Void>())
        try await ConnectionTestServer.run(
            tls: files,
            routes: { router in
                router.get("held") { _, context in
                    try await context.presence.watching {
                        gone.occur()
                    } _: {
                        held.occur()
                        try await gone.wait()
                    }
                    return "gone"
                }
            }
        ) { server in
            try await ConnectionRawClient.connect(to: server.port, trusting: files.certificatePath) { client in
                try await client.send(ConnectionRawClient.request("/held"))
                try await held.wait()
                try await client.channel.close()
            }
        }
        withExtendedLifetime(folder) {}
    }

    @Test func aMissingCertificateIsAnErrorAtTheStart() {
        let files = TLSFiles(certificatePath: "/nowhere/certificate.pem", keyPath: "/nowhere/key.pem")
        #expect(throws: (any Error).self) {
            try HTTPServerBuilder.safelight(gate: { _ in .notFound }, tls: files)
        }
    }
}
