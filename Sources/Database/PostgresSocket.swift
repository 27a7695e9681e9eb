import Foundation

/// Waits for a socket, at most for a while.
enum PostgresSocket {
    /// Blocks until the socket can be read from (`POLLIN`) or written to (`POLLOUT`). False if it took too long.
    static func wait(_ socket: Int32, for events: Int32, atMost limit: Duration) -> Bool {
        let deadline = ContinuousClock.now + limit
        var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
        while true {
            let left = max(.zero, deadline - .now)
            let milliseconds = min(left / .milliseconds(1), 1_000_000_000).rounded(.up)
            let count = poll(&descriptor, 1, Int32(milliseconds))
            if count >= 0 || errno != EINTR { return count > 0 }
        }
    }

    /// Whether the other side has closed the connection, and all that it sent has been read.
    static func isClosed(_ socket: Int32) -> Bool {
        var byte: UInt8 = 0
        return recv(socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) == 0
    }
}
