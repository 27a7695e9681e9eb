import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Stands between libsmbclient and the server: the library connects to a port of this machine, and every message that goes by is
/// looked at first.
///
/// That is how a server is refused that would have things read in clear or takes the user for a guest, whatever the library makes of it;
/// how it is known why the library failed; how a server that has gone quiet is left at once when the caller cancels; and why the
/// library cannot be sent on to another server with the user's password.
final class SMBRelay: Sendable {
    /// One connection of the library, and that to the server.
    private struct Pair {
        let near: TCPSocket
        let far: TCPSocket
        var requests: SMBFrames
        var answers: SMBFrames

        func close() {
            near.close()
            far.close()
        }
    }

    /// Where the library finds the server.
    let port: UInt16
    /// What went by.
    let sighting = SMBSighting()
    private let listener: TCPSocket
    private let server: (name: String, port: UInt16)
    private let requiresEncryption: Bool
    private let isCancelled: @Sendable () -> Bool
    private let isStopped = Atomic(false)
    private let thread = Mutex<WorkerThread?>(nil)

    /// Begins to wait for connections, until `stop` is called.
    init(
        to server: String, port: UInt16, requiresEncryption: Bool, isCancelled: @escaping @Sendable () -> Bool
    ) throws(TCPSocket.Failure) {
        self.server = (server, port)
        (self.requiresEncryption, self.isCancelled) = (requiresEncryption, isCancelled)
        (listener, self.port) = try TCPSocket.listen()
        guard let started = WorkerThread({ self.run() }) else {
            listener.close()
            throw .failed(EAGAIN)
        }
        thread.withLock { $0 = started }
    }

    /// Ends all connections; to be called once.
    func stop() {
        isStopped.store(true, ordering: .relaxed)
        // Somebody at the door is what it waits for.
        let knock = try? TCPSocket.connect(to: "127.0.0.1", port: port)  // Without it, it looks up within a moment.
        thread.withLock { $0.take() }?.join()
        knock?.close()
        listener.close()
    }

    private var mayGoOn: Bool { !isStopped.load(ordering: .relaxed) }

    private func run() {
        var pairs: [Pair] = []
        while mayGoOn {
            if isCancelled() {
                sighting.note(.cancelled)
                pairs.forEach { $0.close() }
                pairs = []
            }
            let ready = ready(pairs)
            for index in pairs.indices.reversed() {
                let isOpen =
                    (!ready.contains(pairs[index].near.descriptor) || pump(&pairs[index], .toServer))
                    && (!ready.contains(pairs[index].far.descriptor) || pump(&pairs[index], .fromServer))
                if !isOpen { pairs.remove(at: index).close() }
            }
            if ready.contains(listener.descriptor), let near = listener.accept() {
                if let pair = open(near) { pairs.append(pair) } else { near.close() }
            }
        }
        pairs.forEach { $0.close() }
    }

    /// The descriptors on which something has happened, as soon as something has.
    private func ready(_ pairs: [Pair]) -> Set<Int32> {
        let descriptors = [listener.descriptor] + pairs.flatMap { [$0.near.descriptor, $0.far.descriptor] }
        var asked = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard poll(&asked, nfds_t(asked.count), Int32(TCPSocket.step)) > 0 else { return [] }
        return Set(asked.lazy.filter { $0.revents != 0 }.map(\.fd))
    }

    private func open(_ near: TCPSocket) -> Pair? {
        guard mayGoOn, !isCancelled() else { return nil }
        do {
            let far = try TCPSocket.connect(to: server.name, port: server.port) { !self.mayGoOn || self.isCancelled() }
            return Pair(
                near: near, far: far,
                requests: SMBFrames(.toServer, requiresEncryption: requiresEncryption, sighting),
                answers: SMBFrames(.fromServer, requiresEncryption: requiresEncryption, sighting))
        } catch {
            sighting.note(error == .cancelled ? .cancelled : .network(error))
            return nil
        }
    }

    /// Passes on what one side has sent. Returns whether the connection goes on; why it must not is noted.
    private func pump(_ pair: inout Pair, _ direction: SMBFrames.Direction) -> Bool {
        let (from, to) = direction == .toServer ? (pair.near, pair.far) : (pair.far, pair.near)
        do {
            guard let bytes = try from.read() else { return true }
            guard !bytes.isEmpty else { return false }
            let passed = direction == .toServer ? try pair.requests.take(bytes) : try pair.answers.take(bytes)
            try to.write(passed) { !self.mayGoOn || self.isCancelled() }
            return true
        } catch let cut as SMBSighting.Cut {
            sighting.note(cut)
        } catch {
            // A side that has gone away: the library sees for itself that it has.
            return false
        }
        return false
    }
}
