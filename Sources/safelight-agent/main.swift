import AgentCommands

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

// A reader that went away is an error of the write, not the end of the agent.
signal(SIGPIPE, SIG_IGN)
let code = await AgentCommand.execute(Array(CommandLine.arguments.dropFirst()))
if code > 128 {
    // Stopped by a signal: a shell that runs a loop has to see it, or it would go on with the next turn.
    signal(code - 128, SIG_DFL)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, code - 128)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(code - 128)
}
exit(code)
