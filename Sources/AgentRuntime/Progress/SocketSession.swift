import Domain
import Logging
import NIOCore
import NIOWebSocket
import Wire

/// One open progress socket: sends what the board holds, at most ten times a second, and hears what the server says.
struct SocketSession: Sendable {
    /// Time between two bursts of frames. NFR-100.8.
    static let pace: Duration = .milliseconds(100)
    /// The server pings every 30 s; a socket this long without a word is dead.
    static let longestSilence: Duration = .seconds(75)
    private static let notYours = [4001, 4003, 4004]

    let board: ProgressBoard
    let cancellation: Cancellation
    /// Set when the attempt is over and the socket is to close.
    let finished: OneShot<Void>
    let time: any TimeSource
    let logger: Logger

    /// Goes on until the attempt is over, the server closes, or the connection breaks.
    func run(_ channel: ProgressSocket.Channel) async throws {
        board.repeatLatest()
        try await channel.executeThenClose { inbound, outbound in
            let heard = LastHeard(time.now())
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await hear(inbound, outbound, heard) }
                group.addTask { try await speak(outbound) }
                group.addTask { try await watch(heard) }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }

    private func hear(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>,
        _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>, _ heard: LastHeard
    ) async throws {
        for try await frame in inbound {
            heard.set(time.now())
            switch frame.opcode {
            case .text: try await act(on: frame, outbound)
            case .ping: try await outbound.write(Self.frame(.pong, frame.unmaskedData))
            case .connectionClose:
                try await close(frame.unmaskedData, outbound)
                return
            default: continue
            }
        }
    }

    private func act(on frame: WebSocketFrame, _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>) async throws {
        switch SocketMessage(Array(frame.unmaskedData.readableBytesView)) {
        case .cancel(let reason): cancellation.cancel(.asked(reason))
        case .ping: try await outbound.write(Self.text(FrameWriter(time: time).pong()))
        case .other: logger.debug("a frame was not understood")
        }
    }

    private func close(_ data: ByteBuffer, _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>) async throws {
        let code = data.getInteger(at: data.readerIndex, as: UInt16.self).map(Int.init)
        if let code, Self.notYours.contains(code) { cancellation.cancel(.gone) }
        logger.debug("the server closed the progress socket", metadata: ["code": "\(code ?? 1005)"])
        try await outbound.write(Self.frame(.connectionClose, data))
    }

    private func speak(_ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>) async throws {
        let writer = FrameWriter(time: time)
        while true {
            let news = board.take()
            for stage in news.stages { try await outbound.write(Self.text(writer.stage(stage))) }
            for warning in news.warnings { try await outbound.write(Self.text(writer.warning(warning))) }
            if let progress = news.progress { try await outbound.write(Self.text(writer.progress(progress))) }
            if finished.value != nil {
                var reason = ByteBuffer()
                reason.writeInteger(UInt16(1000))
                return try await outbound.write(Self.frame(.connectionClose, reason))
            }
            if !news.isEmpty {
                // The end of the attempt does not wait for the next burst.
                try await race { try await time.sleep(for: Self.pace) }
            }
            if finished.value == nil { try await race { try await board.bell.wait() } }
        }
    }

    /// Waits for something or for the attempt's end.
    private func race(_ wait: @escaping @Sendable () async throws -> Void) async throws {
        do {
            try await finished.cuttingShort(wait)
        } catch is CutShort {
            logger.trace("the attempt is over")
        }
    }

    private func watch(_ heard: LastHeard) async throws {
        while true {
            let deadline = heard.value + Self.longestSilence
            try await time.sleep(until: deadline)
            if heard.value + Self.longestSilence <= time.now() {
                throw ServerError(status: nil, code: "silent", message: "The progress socket has gone silent.")
            }
        }
    }

    private static func text(_ text: String) -> WebSocketFrame { frame(.text, ByteBuffer(string: text)) }

    private static func frame(_ opcode: WebSocketOpcode, _ data: ByteBuffer) -> WebSocketFrame {
        WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    }
}
