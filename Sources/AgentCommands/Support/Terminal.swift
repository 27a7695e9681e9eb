#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import AgentRuntime

/// The terminal that a person sits at, whatever standard input and output are.
enum Terminal {
    /// Asks for one line; a secret one is not shown while it is typed.
    /// - Throws: `AgentError` where there is no terminal, or the person wants the end (Ctrl-C, Ctrl-D).
    static func ask(_ prompt: String, isSecret: Bool) throws -> String {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else {
            throw AgentError(
                code: "no_terminal",
                message: "There is no terminal to ask at. Give the credentials as JSON: --from-json -", exit: .usage)
        }
        defer { close(terminal) }
        guard isSecret else {
            CommandContext.write(prompt, to: terminal)
            return try line(terminal)
        }
        var usual = termios()
        guard tcgetattr(terminal, &usual) == 0 else { throw ended }
        var silent = usual
        // Ctrl-C ends the line in place of the process, so that the terminal always shows what is typed afterwards.
        silent.c_lflag &= ~tcflag_t(ECHO | ISIG)
        withUnsafeMutableBytes(of: &silent.c_cc) { $0[Int(VEOL)] = interrupt }
        // Before the question: what is pasted at once must not show either.
        guard tcsetattr(terminal, TCSAFLUSH, &silent) == 0 else { throw ended }
        defer {
            tcsetattr(terminal, TCSANOW, &usual)
            CommandContext.write("\n", to: terminal)
        }
        CommandContext.write(prompt, to: terminal)
        return try line(terminal)
    }

    private static let interrupt: UInt8 = 3

    private static let ended = AgentError(
        code: "stopped", message: "Stopped; nothing was kept.", exit: .tryAgain)

    private static func line(_ terminal: Int32) throws -> String {
        var bytes: [UInt8] = []
        while true {
            var byte: UInt8 = 0
            let count = read(terminal, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1, byte != interrupt else { throw ended }
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            guard bytes.count < 65_536 else { throw ended }
            bytes.append(byte)
        }
    }
}
