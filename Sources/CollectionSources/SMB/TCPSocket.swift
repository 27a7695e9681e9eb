#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A connection of TCP, or a place that waits for some, with the few calls that a share takes.
struct TCPSocket: Sendable {
    /// Why there is no connection.
    enum Failure: Error, Hashable, Sendable {
        /// There is no machine of that name.
        case unknownHost
        /// Nobody answered in time.
        case timedOut
        /// The caller wants no more.
        case cancelled
        /// The system's number.
        case failed(Int32)

        /// In words.
        var reason: String {
            switch self {
            case .unknownHost: "there is no machine of that name"
            case .timedOut: "nobody answered in time"
            case .cancelled: "it was stopped"
            case .failed(let code): FileSystem.Failure(code: code).reason
            }
        }
    }

    let descriptor: Int32

    /// So long is waited for a machine to answer, in milliseconds.
    static let patience = 15_000
    /// So often is looked whether the caller wants no more, in milliseconds.
    static let step = 200

    /// Connects to a machine by its name or address, to the first of its addresses that answers.
    static func connect(
        to host: String, port: UInt16, isCancelled: () -> Bool = { false }
    ) throws(Failure) -> TCPSocket {
        var hints = addrinfo()
        hints.ai_socktype = streamType
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &found) == 0, let found else { throw .unknownHost }
        defer { freeaddrinfo(found) }
        var failure = Failure.unknownHost
        for address in sequence(first: found, next: { $0.pointee.ai_next }) {
            do throws(Failure) {
                return try connect(to: address.pointee, isCancelled)
            } catch {
                if error == .cancelled { throw error }
                failure = error
            }
        }
        throw failure
    }

    private static func connect(to address: addrinfo, _ isCancelled: () -> Bool) throws(Failure) -> TCPSocket {
        let made = try TCPSocket(family: address.ai_family)
        do throws(Failure) {
            _ = fcntl(made.descriptor, F_SETFL, fcntl(made.descriptor, F_GETFL) | O_NONBLOCK)
            if startConnecting(made.descriptor, address.ai_addr, address.ai_addrlen) != 0 {
                guard errno == EINPROGRESS else { throw Failure.failed(errno) }
                try made.wait(for: Int16(POLLOUT), isCancelled)
                var code: Int32 = 0
                var length = socklen_t(MemoryLayout<Int32>.size)
                getsockopt(made.descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
                guard code == 0 else { throw Failure.failed(code) }
            }
            return made
        } catch {
            made.close()
            throw error
        }
    }

    /// Waits for connections of this machine alone, on a free port.
    static func listen() throws(Failure) -> (socket: TCPSocket, port: UInt16) {
        let made = try TCPSocket(family: AF_INET)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(made.descriptor, address, length) == 0 && startListening(made.descriptor) == 0
                    && getsockname(made.descriptor, address, &length) == 0
            }
        }
        guard result else {
            let code = errno
            made.close()
            throw .failed(code)
        }
        return (made, UInt16(bigEndian: address.sin_port))
    }

    private init(family: Int32) throws(Failure) {
        descriptor = socket(family, streamType, 0)
        guard descriptor >= 0 else { throw .failed(errno) }
        prepare()
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
        prepare()
    }

    private func prepare() {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, size)
        #if canImport(Darwin)
        setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &yes, size)
        #endif
    }

    /// The next connection that somebody has opened; nil where there is none.
    func accept() -> TCPSocket? {
        let accepted = acceptConnection(descriptor)
        guard accepted >= 0 else { return nil }
        let made = TCPSocket(descriptor: accepted)
        _ = fcntl(accepted, F_SETFL, fcntl(accepted, F_GETFL) | O_NONBLOCK)
        return made
    }

    /// Waits until something can be read or written.
    func wait(for events: Int16, _ isCancelled: () -> Bool) throws(Failure) {
        var left = Self.patience
        while left > 0 {
            if isCancelled() { throw .cancelled }
            var asked = pollfd(fd: descriptor, events: events, revents: 0)
            let result = poll(&asked, 1, Int32(Self.step))
            if result > 0 { return }
            if result < 0, errno != EINTR { throw .failed(errno) }
            left -= Self.step
        }
        throw .timedOut
    }

    /// Writes all of it.
    func write(_ bytes: some Collection<UInt8>, _ isCancelled: () -> Bool) throws(Failure) {
        let bytes = Array(bytes)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done, sendFlags)
            }
            if count > 0 {
                done += count
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                try wait(for: Int16(POLLOUT), isCancelled)
            } else if errno != EINTR {
                throw .failed(errno)
            }
        }
    }

    /// Reads what is there, which is nothing at the end; nil where nothing has come yet.
    func read() throws(Failure) -> [UInt8]? {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 256 << 10) { buffer, count in
            let got = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            code = got < 0 ? errno : 0
            count = max(0, got)
        }
        switch code {
        case 0: return bytes
        case EAGAIN, EWOULDBLOCK, EINTR: return nil
        default: throw .failed(code)
        }
    }

    func close() {
        FileSystem.closeDescriptor(descriptor)
    }
}

#if canImport(Glibc)
private let streamType = Int32(SOCK_STREAM.rawValue)
private let sendFlags = Int32(MSG_NOSIGNAL)
private func startConnecting(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>?, _ length: socklen_t) -> Int32 {
    Glibc.connect(descriptor, address, length)
}
private func startListening(_ descriptor: Int32) -> Int32 { Glibc.listen(descriptor, 16) }
private func acceptConnection(_ descriptor: Int32) -> Int32 { Glibc.accept(descriptor, nil, nil) }
#elseif canImport(Musl)
private let streamType = SOCK_STREAM
private let sendFlags = Int32(MSG_NOSIGNAL)
private func startConnecting(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>?, _ length: socklen_t) -> Int32 {
    Musl.connect(descriptor, address, length)
}
private func startListening(_ descriptor: Int32) -> Int32 { Musl.listen(descriptor, 16) }
private func acceptConnection(_ descriptor: Int32) -> Int32 { Musl.accept(descriptor, nil, nil) }
#elseif canImport(Darwin)
private let streamType = SOCK_STREAM
private let sendFlags: Int32 = 0
private func startConnecting(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>?, _ length: socklen_t) -> Int32 {
    Darwin.connect(descriptor, address, length)
}
private func startListening(_ descriptor: Int32) -> Int32 { Darwin.listen(descriptor, 16) }
private func acceptConnection(_ descriptor: Int32) -> Int32 { Darwin.accept(descriptor, nil, nil) }
#endif
