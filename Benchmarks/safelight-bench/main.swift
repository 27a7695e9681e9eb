// One measurement, or the files for it, in a process of its own: `scripts/bench` calls this in turn with the baselines.

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

let usage = """
    safelight-bench archive FOLDER FILES [FILES...]  makes the files; a smaller size lies in `older` of the larger one
    safelight-bench list FOLDER                      lists them as an agent does
    safelight-bench walk FOLDER                      two bare threads of readdir and fstatat
    safelight-bench tools                            names the tools that can be measured
    safelight-bench check FILE                       reads a report as the server does before it keeps it
    safelight-bench analyse TOOL FOLDER              lists them and runs a tool: \(ToolRun.names.joined(separator: ", "))

    """

func figures(_ words: [String]) throws -> Figures? {
    switch (words.first, words.count) {
    case ("archive", 3...):
        return try Archive(path: words[1]).make(sizes: words[2...].compactMap { Int($0) })
    case ("list", 2): return try Listing.measure(words[1])
    case ("walk", 2): return try BareWalk.measure(words[1])
    case ("check", 2): return try Checked.measure(words[1])
    case ("tools", 1): return ToolRun.known
    case ("analyse", 3): return try ToolRun.measure(words[1], folder: words[2])
    default: return nil
    }
}

func complain(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

do {
    guard let figures = try figures(Array(CommandLine.arguments.dropFirst())) else {
        complain(usage)
        exit(EX_USAGE)
    }
    print(figures.json)
} catch {
    complain("safelight-bench: \(error)\n")
    exit(EXIT_FAILURE)
}
