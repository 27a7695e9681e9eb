import Coordinator
import Domain
import Hummingbird
import Wire

extension AgentAPI {
    /// Progress, and the end of attempts.
    func addJobs(to routes: RouteBuilder) {
        routes.agent(AgentRoutes.progress) { [coordinator] request, context, caller in
            let body = try await request.json(ProgressUpdate.self)
            return .json(try await coordinator.progress.report(body, job: context.parameter("guid"), from: caller))
        }
        routes.agent(AgentRoutes.complete) { [coordinator] request, context, caller in
            let body = try await request.completion()
            switch try await coordinator.completions.complete(body, job: context.parameter("guid"), from: caller) {
            case .accepted(let answer): return .json(answer)
            case .upload(let invitation): return .json(invitation, status: .accepted)
            }
        }
    }
}

extension Request {
    /// A completion. Its results are taken from the strict reader, so that they are what was signed: a decoder may turn one
    /// number into another of the same value.
    fileprivate func completion() async throws -> CompletionRequest {
        let bytes = try await bytes(upTo: BodyLimit.completion)
        let (strict, canonical) = try JSONParser.parse(bytes, bytesOf: "results_json")
        guard case .object(var members) = strict, let results = members.removeValue(forKey: "results_json") else {
            return try WireJSON.decode(CompletionRequest.self, from: strict)
        }
        var completion = try WireJSON.decode(CompletionRequest.self, from: .object(members))
        if results != .null {
            completion.resultsJson = results
            completion.canonicalResults = canonical
        }
        return completion
    }
}
