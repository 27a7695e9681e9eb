import NIOCore
import NIOHTTP1
import Wire

/// Frames that each of many sockets sends ten times a second, timed from when one was due to when it has come out: at a
/// browser that watches all jobs, or (`echo`) at the socket itself.
final class ProgressScenario {
    private let plan: Plan
    private let loop: any EventLoop
    private let promise: EventLoopPromise<Outcome>
    private var recorder: Recorder
    private var sockets: [FrameSocket] = []
    private var browser: FrameSocket?
    private var schedules: [Schedule] = []
    private var sent = 0
    private var received = 0
    private var isOver = false

    /// Frames a second of each socket.
    private static let rate = 10.0
    private static let marker = Array("\"message\":\"frame ".utf8)

    init(_ plan: Plan, on loop: any EventLoop, _ promise: EventLoopPromise<Outcome>) {
        self.plan = plan
        self.loop = loop
        self.promise = promise
        recorder = Recorder(window: plan.window(from: .now()))
    }

    /// Frames of a bare echo server.
    func startEcho() {
        openSockets(Array(repeating: (path: "/", headers: [:]), count: plan.connections ?? 1))
    }

    /// Frames of agents with jobs, seen by one browser.
    func startJobs(_ connections: [HTTPConnection]) {
        var assignments: [(path: String, headers: HTTPHeaders)] = []
        func claim(_ index: Int) {
            guard index < plan.agents.count else { return watch(assignments) }
            let key = plan.agents[index].key
            connections[0].send(.claim(key, capabilities: plan.capabilities ?? [], wait: 0)) { [self] answer in
                guard recorder.accepts(answer, "claim"), let assignment = Assignment(answer.body) else {
                    return promise.fail(LoadFailure("no job for agent \(index): \(answer.status)"))
                }
                let path = SocketRoutes.agentProgress.path(assignment.guid).description
                assignments.append((path, ["Host": "127.0.0.1", "Authorization": "Bearer \(key)"]))
                claim(index + 1)
            }
        }
        claim(0)
    }

    private func watch(_ assignments: [(path: String, headers: HTTPHeaders)]) {
        let authority = "127.0.0.1:\(plan.port)"
        let headers: HTTPHeaders = [
            "Host": authority, "Origin": "http://\(authority)", "Cookie": plan.cookie ?? "",
        ]
        FrameSocket.open(
            port: plan.port, path: SocketRoutes.allJobs.path().description, headers: headers, on: loop,
            onText: { [self] text, arrived in came(text, arrived) },
            onClose: { [self] in broke("the browser's socket") }
        ) { [self] result in
            switch result {
            case .success(let socket):
                browser = socket
                openSockets(assignments)
            case .failure(let error): promise.fail(error)
            }
        }
    }

    private func openSockets(_ wanted: [(path: String, headers: HTTPHeaders)]) {
        guard sockets.count < wanted.count else { return send() }
        let (path, headers) = wanted[sockets.count]
        let isEcho = plan.scenario == .echo
        FrameSocket.open(
            port: plan.port, path: path, headers: headers, on: loop,
            onText: { [self] text, arrived in if isEcho { came(text, arrived) } },
            onClose: { [self] in broke("an agent's socket") }
        ) { [self] result in
            switch result {
            case .success(let socket):
                sockets.append(socket)
                openSockets(wanted)
            case .failure(let error): promise.fail(error)
            }
        }
    }

    /// All sockets are open: they send evenly spread over each tenth of a second.
    private func send() {
        let begin = NIODeadline.now()
        recorder = Recorder(window: plan.window(from: begin))
        let gap = 1e9 / Self.rate / Double(sockets.count)
        schedules = sockets.indices.map { index in
            Schedule(start: begin + .nanoseconds(Int64(Double(index) * gap)), rate: Self.rate)
        }
        for index in sockets.indices { send(index, frame: 0) }
        loop.assumeIsolated().scheduleTask(deadline: recorder.window.upperBound + .seconds(1)) { [self] in
            isOver = true
            if received < sent { recorder.fail("frames that a later one replaced", count: sent - received) }
            promise.succeed(recorder.outcome())
        }
    }

    private func send(_ index: Int, frame: Int) {
        let due = schedules[index].due(frame)
        guard due < recorder.window.upperBound else { return }
        loop.assumeIsolated().scheduleTask(deadline: due) { [self] in
            if recorder.window.contains(due) { sent += 1 }
            sockets[index].send(
                ByteBuffer(
                    string: """
                        {"type":"progress","timestamp":"2026-01-01T00:00:00.000Z","data":{"stage":"analyzing",\
                        "percentage":\(frame % 100),"files_scanned":\(frame),"total_files":100000,\
                        "current_file":"clients/2024/00000012/Capture/AB3D00000012.cr3",\
                        "message":"frame \(index) \(frame) "}}
                        """))
            send(index, frame: frame + 1)
        }
    }

    private func came(_ text: ByteBuffer, _ arrived: NIODeadline) {
        let view = text.readableBytesView
        guard let start = Assignment.end(of: Self.marker, in: view) else { return }
        let numbers = view[start...].prefix(40).split(separator: 0x20, maxSplits: 2).prefix(2).compactMap {
            Int(String(decoding: $0, as: UTF8.self))
        }
        guard numbers.count == 2, schedules.indices.contains(numbers[0]) else { return }
        let due = schedules[numbers[0]].due(numbers[1])
        recorder.record(.frame, from: due, to: arrived)
        if recorder.window.contains(due) {
            received += 1
            recorder.operationEnded(at: due)
        }
    }

    private func broke(_ what: String) {
        if !isOver { promise.fail(LoadFailure("\(what) was closed")) }
    }
}
