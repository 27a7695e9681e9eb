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
exit(await AgentCommand.execute(Array(CommandLine.arguments.dropFirst())))
