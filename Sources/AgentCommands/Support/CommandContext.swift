import AgentRuntime
import Domain
import Synchronization
import UnixSignals

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
    /// Whether people watch sentences on a terminal that can write over a line.
    public var isTerminal: Bool
    /// Whether data goes to a terminal that shows colours.
    public var isColoured = false
    /// How wide the terminal is, in characters.
    public var columns: @Sendable () -> Int = { 80 }
    /// The clock.
    public var time: any TimeSource = SystemTime()
    /// Hands on each wish of the user that the command ends, as its signal, until its task is cancelled.
    public var interruptions: @Sendable (_ handle: @escaping @Sendable (Int32) -> Void) async -> Void = { _ in }
    /// The arguments whose bytes are no UTF-8, which the parser sees with U+FFFD in their place.
    public var rawArguments: [[UInt8]] = []
    /// Why data could not be written; nil where it could, or where its reader went away.
    public var outFailure: @Sendable () -> String? = { nil }
    /// Asks the person at the terminal for a line, which is not shown while it is typed where it is secret.
    public var ask: @Sendable (_ prompt: String, _ isSecret: Bool) throws -> String = { _, _ in "" }
    /// Ends the process with an exit code, whatever still runs.
    public var abandon: @Sendable (Int32) -> Void = { _ in }

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
    public static let process: CommandContext = {
        let environment = ProcessInfo.processInfo.environment
        let isAble = environment["TERM"] != "dumb"
        var context = CommandContext(
            environment: environment, out: { write($0, to: STDOUT_FILENO) }, note: { write($0, to: STDERR_FILENO) },
            isTerminal: isAble && isatty(STDERR_FILENO) == 1)
        context.isColoured = isAble && isatty(STDOUT_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty
        context.columns = { terminalWidth(STDERR_FILENO) ?? 80 }
        context.interruptions = { handle in
            for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) { handle(signal.rawValue) }
        }
        context.abandon = { _exit($0) }
        context.ask = { try Terminal.ask($0, isSecret: $1) }
        context.outFailure = { failure.withLock { $0 }.map { String(cString: strerror($0)) } }
        context.rawArguments = (1..<max(1, Int(CommandLine.argc))).compactMap { index in
            guard let argument = CommandLine.unsafeArgv[index], String(validatingCString: argument) == nil else {
                return nil
            }
            return UnsafeBufferPointer(start: argument, count: strlen(argument)).map { UInt8(bitPattern: $0) }
        }
        return context
    }()

    /// The one in force.
    @TaskLocal public static var current = CommandContext.process

    /// Writes one line of data.
    func print(_ line: String) { out(line + "\n") }

    /// Writes one line for people.
    func say(_ line: String) { note(line + "\n") }

    /// The path that an argument names, with the bytes that it really has.
    func path(_ argument: String) -> LocalPath {
        guard argument.unicodeScalars.contains("\u{FFFD}") else { return LocalPath(argument) }
        for raw in rawArguments {
            // As it is, or behind the sign in --flag=VALUE.
            for value in [raw[...]] + raw.indices.filter({ raw[$0] == UInt8(ascii: "=") }).map({ raw[($0 + 1)...] })
            where String(decoding: value, as: UTF8.self) == argument {
                return LocalPath(bytes: value)
            }
        }
        return LocalPath(argument)
    }

    /// The number of the error that data met at last.
    private static let failure = Mutex<Int32?>(nil)

    /// Writes all of a text, as far as somebody takes it.
    static func write(_ text: String, to file: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                // Where nobody reads any more, there is no one left to tell.
                if file == STDOUT_FILENO, errno != EPIPE { failure.withLock { [errno] in $0 = errno } }
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }
}

/// The columns of a terminal; nil where they cannot be had.
private func terminalWidth(_ file: Int32) -> Int? {
    var size = winsize()
    guard ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}
