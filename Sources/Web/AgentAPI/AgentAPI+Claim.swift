import Coordinator
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle
import Wire

extension AgentAPI {
    /// The claim, which the server may hold until a job is there.
    func addClaim(to routes: RouteBuilder) {
        routes.agent(AgentRoutes.claim) { request, context, caller in
            let body = try await request.json(ClaimRequest.self)
            let started = ContinuousClock.now
            let isSealed = origins.isSealed(OriginRule.facts(request, context))
            // It ends when the time is up, the client has gone or the server stops.
            let held = HeldClaim(presence: context.presence)
            let job = try await withGracefulShutdownHandler {
                defer { held.end() }
                return try await coordinator.claims.claim(body, from: caller, isSealed: isSealed) { leave in
                    held.hold(leave)
                }
            } onGracefulShutdown: {
                held.stop()
            }
            guard let job else {
                metrics.claimed(job: false, after: started.duration(to: .now))
                return .json(ClaimResponse())
            }
            guard !context.presence.isGone else {
                await takeBack(job, from: caller, context)
                return .json(ClaimResponse())
            }
            metrics.claimed(job: true, after: started.duration(to: .now))
            return delivery(of: job, to: caller, context)
        }
    }

    /// The answer that hands a job over; if it cannot be written, the job goes back at once.
    private func delivery(
        of job: HandedJob, to caller: AgentCaller, _ context: SafelightRequestContext
    ) -> Response {
        let buffer = ByteBuffer(bytes: WireJSON.encode(ClaimResponse(job: job.assignment)))
        let body = ResponseBody(contentLength: buffer.readableBytes) { writer in
            do {
                try await writer.write(buffer)
                try await writer.finish(nil)
            } catch {
                await takeBack(job, from: caller, context)
                throw error
            }
        }
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: body)
    }

    private func takeBack(
        _ job: HandedJob, from caller: AgentCaller, _ context: SafelightRequestContext
    ) async {
        metrics.claimUndelivered()
        do {
            try await coordinator.claims.takeBackUndelivered(job.assignment, from: caller)
        } catch {
            // The lease ends by itself, and the same agent's next claim gets the same assignment.
            context.logger.error(
                "assignment could not be taken back", metadata: ["job": "\(job.assignment.guid)", "error": "\(error)"])
        }
    }
}
