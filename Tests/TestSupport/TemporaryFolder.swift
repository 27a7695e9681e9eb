#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A fresh folder for one test, with all that is in it removed when the value goes.
public final class TemporaryFolder: Sendable {
    /// Its absolute path, without a slash at the end.
    public let path: String

    /// Makes the folder.
    public init() {
        var template = Array("/tmp/safelight-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { preconditionFailure("no temporary folder: errno \(errno)") }
        path = template.dropLast().withUnsafeBufferPointer {
            String(decoding: $0.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }

    deinit {
        // Physical walk, children first; what cannot be removed is left to the system's own clean-up of /tmp.
        _ = nftw(path, { entry, _, _, _ in entry.map { remove($0) } ?? 0 }, 32, FTW_DEPTH | FTW_PHYS)
    }
}
