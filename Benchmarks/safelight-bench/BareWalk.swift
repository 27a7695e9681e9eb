import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The least that a listing with two threads can do: open, read and examine, and keep nothing.
///
/// What the file system itself takes; what a listing takes beyond it is its own.
final class BareWalk: Sendable {
    private struct State {
        var waiting: [String]
        var reading = 0
        var files = 0
        var bytes = 0
    }

    private let state: Mutex<State>

    private init(_ folder: String) {
        state = Mutex(State(waiting: [folder]))
    }

    static func measure(_ folder: String) throws -> Figures {
        let walk = BareWalk(folder)
        var figures = Figures()
        figures.time("list_us") {
            DispatchQueue.concurrentPerform(iterations: 2) { _ in walk.work() }
        }
        walk.state.withLock {
            figures["files"] = $0.files
            figures["size"] = $0.bytes
        }
        return figures
    }

    /// Takes folders until there are none and nobody is left who could find any.
    private func work() {
        var isDone = false
        while !isDone {
            let next = state.withLock { state -> String? in
                let next = state.waiting.popLast()
                if next != nil { state.reading += 1 }
                isDone = next == nil && state.reading == 0
                return next
            }
            if let next { read(next) } else { sched_yield() }
        }
    }

    private func read(_ path: String) {
        var (folders, files, bytes): ([String], Int, Int) = ([], 0, 0)
        if let stream = opendir(path) {
            while let entry = readdir(stream) {
                let name = UnsafeRawPointer(entry).advanced(by: nameOffset).assumingMemoryBound(to: CChar.self)
                if entry.pointee.d_type == DT_DIR {
                    if name[0] != 0x2E { folders.append(path + "/" + String(cString: name)) }
                    continue
                }
                var status = stat()
                if fstatat(dirfd(stream), name, &status, AT_SYMLINK_NOFOLLOW) == 0 {
                    files += 1
                    bytes += Int(status.st_size)
                }
            }
            closedir(stream)
        }
        state.withLock {
            $0.waiting += folders
            $0.reading -= 1
            $0.files += files
            $0.bytes += bytes
        }
    }
}

private let nameOffset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 19
