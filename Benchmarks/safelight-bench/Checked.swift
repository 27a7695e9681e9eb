import Coordinator

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The server's check of a report, without the server.
enum Checked {
    static func measure(_ path: String) throws -> Figures {
        let bytes = try read(path)
        var figures = Figures()
        figures["bytes"] = bytes.count
        try figures.time("check_us") { try ReportCheck.check(bytes) }
        return figures
    }

    private static func read(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw UnreadableFile(path: path) }
        defer { close(descriptor) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        return try [UInt8](unsafeUninitializedCapacity: max(0, size)) { buffer, done in
            while done < size {
                let count = pread(descriptor, buffer.baseAddress?.advanced(by: done), size - done, off_t(done))
                guard count > 0 else { throw UnreadableFile(path: path) }
                done += count
            }
        }
    }
}

/// A file that cannot be read.
struct UnreadableFile: Error, CustomStringConvertible {
    let path: String

    var description: String { "\(path) cannot be read" }
}
