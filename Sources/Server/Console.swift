#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Standard output and standard error, written at once and whole.
enum Console {
    /// A line of data on standard output.
    static func print(_ line: String) { write(line + "\n", to: STDOUT_FILENO) }

    /// A sentence on standard error.
    static func error(_ sentence: String) { write("safelight: " + sentence + "\n", to: STDERR_FILENO) }

    /// What this process makes from now on is for its own user alone.
    static func keepFilesPrivate() { umask(0o077) }

    /// Ends the process.
    static func exit(_ code: Int32) -> Never { systemExit(code) }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            // A closed pipe is the reader's choice.
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}

private func systemExit(_ code: Int32) -> Never {
    exit(code)
}
