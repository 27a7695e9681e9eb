#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// Reads a plan (JSON, see `Plan`) from standard input, puts the load on a running server and prints what it found.
do {
    let input = try Input.standardInput()
    let plan: Plan
    do {
        plan = try JSONDecoder().decode(Plan.self, from: Data(input))
    } catch {
        throw LoadFailure("the plan on standard input cannot be read: \(error)")
    }
    if plan.scenario == .echoServer {
        try await EchoServer.run(seconds: plan.seconds)
    } else {
        Output.line(try await LoadRun.run(plan))
    }
} catch {
    Output.error("safelight-load: \(error)")
    Output.exit(1)
}
