import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Wire

/// Opens the WebSocket of a job. FR-500.1.
struct ProgressSocket: Sendable {
    /// Frames either way.
    typealias Channel = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    private static let largestFrame = 65_536
    let address: ServerAddress
    let settings: AgentSettings
    let key: String?

    /// Connects, with TLS where the address says so, and upgrades.
    /// - Throws: `ServerError` where the server refuses, or any error of the network.
    func open(_ path: String) async throws -> Channel {
        let tls = try address.isSecure ? NIOSSLContext(configuration: HTTPTransport.tls(settings)) : nil
        let upgrade = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.milliseconds(max(.seconds(10), settings.leastTimeLimit).wholeMilliseconds))
            .connect(host: address.host, port: address.port) { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(tlsHandler(tls))
                    }
                    return try configure(channel, path: address.path(path))
                }
            }
        guard let channel = try await upgrade.get() else {
            throw ServerError(status: nil, code: "not_upgraded", message: "The server did not open a WebSocket.")
        }
        return channel
    }

    private func tlsHandler(_ context: NIOSSLContext) throws -> NIOSSLClientHandler {
        // Addresses are no names: SNI does not take them.
        let isName = address.host.contains { $0.isLetter } && !address.host.contains(":")
        return try NIOSSLClientHandler(context: context, serverHostname: isName ? address.host : nil)
    }

    private func configure(_ channel: any NIOCore.Channel, path: String) throws -> EventLoopFuture<Channel?> {
        let upgrader = NIOTypedWebSocketClientUpgrader<Channel?>(maxFrameSize: Self.largestFrame) { channel, _ in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(
                    NIOWebSocketFrameAggregator(
                        minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 64,
                        maxAccumulatedFrameSize: Self.largestFrame))
                return try Channel(wrappingChannelSynchronously: channel)
            }
        }
        var headers = HTTPHeaders([
            ("Host", address.authority), ("User-Agent", "safelight-agent/\(SafelightVersion.current)"),
        ])
        if let key { headers.add(name: "Authorization", value: "Bearer \(key)") }
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)
        let configuration = NIOTypedHTTPClientUpgradeConfiguration(
            upgradeRequestHead: head, upgraders: [upgrader],
            notUpgradingCompletionHandler: { channel in channel.close().map { nil } })
        var pipeline = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: configuration)
        // A frame may stand right behind the answer to the upgrade: by default it would be lost.
        pipeline.leftOverBytesStrategy = .forwardBytes
        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(configuration: pipeline)
    }
}
