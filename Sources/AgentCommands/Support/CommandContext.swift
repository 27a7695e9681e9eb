import Domain
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where a command reads its environment from and writes to; tests put their own in its place.
public struct CommandContext: Sendable {
    /// The environment's variables.
    public var environment: [String: String]
    /// Data, for other programs.
    public var out: @Sendable (String) -> Void
    /// Sentences, for people.
    public var note: @Sendable (String) -> Void
    /// Whether people watch a terminal.
    public var isTerminal: Bool

    /// A context from its parts.
    public init(
        environment: [String: String], out: @escaping @Sendable (String) -> Void,
        note: @escaping @Sendable (String) -> Void, isTerminal: Bool = false
    ) {
        self.environment = environment
        self.out = out
        self.note = note
        self.isTerminal = isTerminal
    }

    /// The process's own.
    public static let process = CommandContext(
        environment: ProcessInfo.processInfo.environment, out: { write($0, to: STDOUT_FILENO) },
        note: { write($0, to: STDERR_FILENO) }, isTerminal: isatty(STDERR_FILENO) == 1)

    /// The one in force.
    @TaskLocal public static var current = CommandContext.process

    /// Writes one line of data.
    func print(_ line: String) { out(line + "\n") }

    /// Writes one line for people.
    func say(_ line: String) { note(line + "\n") }

    private static func write(_ text: String, to file: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // Nobody reads any more: there is no one left to tell.
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}
