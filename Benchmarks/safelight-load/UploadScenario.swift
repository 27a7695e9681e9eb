import NIOCore
import Wire

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One agent hands in results and a report that are too large for a request: completion, chunks one after the other,
/// finalize. Once, whatever the plan's seconds are.
final class UploadScenario {
    private let plan: Plan
    private let promise: EventLoopPromise<Outcome>
    private let recorder: Recorder
    private let connection: HTTPConnection
    private let key: String
    private let content: ByteBuffer
    private let resultsSize: Int
    private let reportSize: Int
    private let results: Checksum
    private let report: Checksum?

    init(_ plan: Plan, _ connection: HTTPConnection, _ promise: EventLoopPromise<Outcome>) throws {
        guard let file = plan.resultsFile, let agent = plan.agents.first else {
            throw LoadFailure("upload needs results_file and an agent in its plan")
        }
        let results = try Data(contentsOf: URL(filePath: file))
        let report = try plan.reportFile.map { try Data(contentsOf: URL(filePath: $0)) }
        self.plan = plan
        self.promise = promise
        self.connection = connection
        key = agent.key
        resultsSize = results.count
        reportSize = report?.count ?? 0
        self.results = Checksum(of: results)
        self.report = report.map { Checksum(of: $0) }
        var content = ByteBuffer()
        content.writeBytes(results)
        if let report { content.writeBytes(report) }
        self.content = content
        recorder = Recorder(window: plan.window(from: .now()))
    }

    func start() {
        send(.claim(key, capabilities: plan.capabilities ?? [], wait: 0), "claim") { [self] answer in
            guard let assignment = Assignment(answer.body) else {
                return promise.fail(LoadFailure("no job was waiting"))
            }
            complete(assignment)
        }
    }

    private func complete(_ assignment: Assignment) {
        let signature = assignment.signature(results: results, report: report)
        let reportFields = report.map { ",\"report_size\":\(reportSize),\"report_checksum\":\"\($0)\"" } ?? ""
        let request = HTTPRequest(
            AgentRoutes.complete, path: AgentRoutes.complete.path(assignment.guid), secret: key,
            json: """
                {"status":"completed","attempt":\(assignment.attempt),"signature":"\(signature)",\
                "results_size":\(resultsSize),"results_checksum":"\(results)"\(reportFields)}
                """)
        let began = NIODeadline.now()
        send(request, "complete") { [self] answer in
            recorder.record(.complete, from: began, to: answer.arrived)
            do {
                let invitation = try JSONDecoder().decode(
                    UploadInvitation.self, from: Data(answer.body.readableBytesView))
                chunk(0, of: invitation, began)
            } catch {
                promise.fail(LoadFailure("the answer to a completion is no invitation: \(error)"))
            }
        }
    }

    private func chunk(_ index: Int, of invitation: UploadInvitation, _ began: NIODeadline) {
        let offset = index * invitation.chunkSize
        let size = min(invitation.chunkSize, content.readableBytes - offset)
        guard size > 0, let part = content.getSlice(at: offset, length: size) else {
            return finalize(invitation, began)
        }
        let path = AgentRoutes.chunk.path(invitation.uploadId, index)
        let start = NIODeadline.now()
        send(HTTPRequest(AgentRoutes.chunk, path: path, secret: key, body: part, isJSON: false), "chunk") {
            [self] answer in
            recorder.record(.chunk, from: start, to: answer.arrived)
            chunk(index + 1, of: invitation, began)
        }
    }

    private func finalize(_ invitation: UploadInvitation, _ began: NIODeadline) {
        let path = AgentRoutes.finalize.path(invitation.uploadId)
        let start = NIODeadline.now()
        send(HTTPRequest(AgentRoutes.finalize, path: path, secret: key, json: "{}"), "finalize") { [self] answer in
            recorder.record(.finalize, from: start, to: answer.arrived)
            recorder.record(.upload, from: began, to: answer.arrived)
            recorder.operationEnded(at: began)
            promise.succeed(recorder.outcome())
        }
    }

    private func send(_ request: HTTPRequest, _ what: String, then: @escaping (HTTPAnswer) -> Void) {
        connection.send(request) { [self] answer in
            guard recorder.accepts(answer, what) else { return promise.succeed(recorder.outcome()) }
            then(answer)
        }
    }
}
