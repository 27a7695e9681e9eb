import Foundation
import Hummingbird
import NIOCore
import TestSupport
import Testing

@testable import Web

/// Behind a real nginx that keeps its connections to the server, a later request of a connection asks for a WebSocket.
@Suite(.timeLimit(.minutes(4)))
struct ConnectionNginxTests {
    /// Configuration as docs recommend it, with a single worker so that upstream connections are reused for certain.
    private static func configuration(folder: String, port: Int) -> String {
        """
        daemon off; worker_processes 1; pid \(folder)/nginx.pid; error_log stderr notice;
        events { worker_connections 64; }
        http {
          access_log off;
          client_body_temp_path \(folder)/body; proxy_temp_path \(folder)/proxy; fastcgi_temp_path \(folder)/fastcgi;
          uwsgi_temp_path \(folder)/uwsgi; scgi_temp_path \(folder)/scgi;
          map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
          upstream safelight { server 127.0.0.1:\(port); keepalive 8; }
          server {
            listen unix:\(folder)/nginx.sock;
            location / {
              proxy_pass http://safelight; proxy_http_version 1.1; proxy_set_header Host $http_host;
              proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
            }
          }
        }
        """
    }

    /// Runs nginx before a server; it has its socket open before it starts its worker.
    private static func withNginx(
        gate: @escaping SocketGate, routes: (Router<SafelightRequestContext>) -> Void,
        _ body: @Sendable @escaping (SocketAddress) async throws -> Void
    ) async throws {
        try await ConnectionTestServer.run(gate: gate, routes: routes) { server in
            let folder = try TemporaryFolder()
            let file = folder.path + "/nginx.conf"
            let text = configuration(folder: folder.path, port: server.port)
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let nginx = try ConnectionSubprocess(["nginx", "-p", folder.path, "-e", "stderr", "-c", file])
            try #require(await nginx.hasWritten("start worker process"), "nginx must be installed")
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(SocketAddress(unixDomainSocketPath: folder.path + "/nginx.sock")))
            } catch {
                result = .failure(error)
            }
            try await nginx.stop()
            try result.get()
        }
    }

    @Test func aSocketOpensOnAReusedConnection() async throws {
        let asked = Event<ObjectIdentifier>()
        let gate: SocketGate = { request in
            asked.occur(ObjectIdentifier(ClientPresence.current))
            return await ConnectionUpgradeTests.gate(request)
        }
        let seen = Event<ObjectIdentifier>()
        try await Self.withNginx(gate: gate) { router in
            router.get("seen") { _, context in
                seen.occur(ObjectIdentifier(context.presence))
                return "seen"
            }
        } _: { address in
            try await ConnectionRawClient.connect(to: address) { client in
                for _ in 0..<2 {
                    try await client.send(ConnectionRawClient.request("/seen"))
                    #expect(try await client.readResponse().body == "seen")
                }
                let connection = try await seen.wait()
                #expect(try await seen.wait() == connection, "nginx did not reuse its connection")
                #expect(try await client.upgrade("/refused").status == 403)
                #expect(try await asked.wait() == connection)
                try await client.send(ConnectionRawClient.request("/seen"))
                #expect(try await client.readResponse().body == "seen")
                #expect(try await seen.wait() == connection)
                #expect(try await client.upgrade("/echo").status == 101)
                #expect(try await asked.wait() == connection)
                let text = String(repeating: "x", count: 60_000)
                try await client.send(.text(text))
                #expect(try await client.readText() == text)
                try await client.send(.close(1000))
                #expect(try await client.readFrame().closeCode == 1000)
            }
        }
    }
}
