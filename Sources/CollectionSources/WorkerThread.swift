#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A thread of the system that runs one body: listings block, and would hold up the tasks of a thread that is shared.
struct WorkerThread {
    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    #if canImport(Darwin)
    private typealias Argument = UnsafeMutableRawPointer
    #else
    private typealias Argument = UnsafeMutableRawPointer?
    #endif

    private let thread: pthread_t

    /// Starts a thread; nil where the system has none left, and then the caller does the work alone.
    init?(_ run: @escaping @Sendable () -> Void) {
        let body = Unmanaged.passRetained(Body(run))
        let main: @convention(c) (Argument) -> UnsafeMutableRawPointer? = { argument in
            let given: UnsafeMutableRawPointer? = argument
            if let given { Unmanaged<Body>.fromOpaque(given).takeRetainedValue().run() }
            return nil
        }
        #if canImport(Darwin)
        var created: pthread_t?
        let result = pthread_create(&created, nil, main, body.toOpaque())
        #else
        var handle = pthread_t()
        let result = pthread_create(&handle, nil, main, body.toOpaque())
        let created = Optional(handle)
        #endif
        guard result == 0, let created else {
            body.release()
            return nil
        }
        thread = created
    }

    /// Waits for the body to end; to be called once.
    func join() {
        pthread_join(thread, nil)
    }

    /// Lets it end by itself; to be called once, in place of `join`.
    func detach() {
        pthread_detach(thread)
    }

    /// How many threads a listing takes: no fewer than two, for one of them often waits for the disk; no more than four.
    static var usualCount: Int { max(2, min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
