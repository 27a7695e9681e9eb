import NIOCore

/// Each worker goes on as soon as it is answered: finds the rate at which the server is saturated.
final class ClosedLoop {
    private let workers: [any Worker]
    private let recorder: Recorder
    private let ended: () -> Void
    private var busy = 0

    init(_ workers: [any Worker], _ recorder: Recorder, ended: @escaping () -> Void) {
        self.workers = workers
        self.recorder = recorder
        self.ended = ended
    }

    func start() {
        busy = workers.count
        for worker in workers { goOn(worker) }
    }

    private func goOn(_ worker: any Worker) {
        let now = NIODeadline.now()
        guard now < recorder.window.upperBound else { return stop() }
        worker.perform(from: now, recorder) { [self] end in
            switch end {
            case .done: goOn(worker)
            case .stopped: stop()
            }
        }
    }

    private func stop() {
        busy -= 1
        if busy == 0 { ended() }
    }
}

/// Operations fall due on a fixed schedule, whether the server keeps up or not. Each is timed from when it was due, so
/// that a stall is seen by all operations that it held up (no coordinated omission).
final class OpenLoop {
    private let loop: any EventLoop
    private let recorder: Recorder
    private let schedule: Schedule
    private let ended: () -> Void
    private var idle: CircularBuffer<any Worker>
    private var due = CircularBuffer<NIODeadline>()
    private var busy = 0
    private var next = 0
    private var hasEnded = false

    /// How long after its end operations are still waited for.
    private static let patience = TimeAmount.seconds(30)

    init(
        _ workers: [any Worker], _ recorder: Recorder, _ schedule: Schedule, on loop: any EventLoop,
        ended: @escaping () -> Void
    ) {
        self.loop = loop
        self.recorder = recorder
        self.schedule = schedule
        self.ended = ended
        idle = CircularBuffer(workers)
    }

    func start() {
        let end = recorder.window.upperBound
        loop.assumeIsolated().scheduleTask(deadline: end + Self.patience) { [self] in
            guard !hasEnded else { return }
            recorder.fail("unfinished", count: busy + due.count)
            finish()
        }
        pump()
    }

    private func pump() {
        let now = NIODeadline.now()
        while schedule.due(next) <= now, schedule.due(next) < recorder.window.upperBound {
            recorder.record(.lateness, from: schedule.due(next), to: now)
            due.append(schedule.due(next))
            next += 1
        }
        dispatch()
        let coming = schedule.due(next)
        guard coming < recorder.window.upperBound else { return finishIfQuiet() }
        loop.assumeIsolated().scheduleTask(deadline: coming) { [self] in pump() }
    }

    private func dispatch() {
        while let start = due.first, let worker = idle.popFirst() {
            due.removeFirst()
            busy += 1
            worker.perform(from: start, recorder) { [self] end in
                busy -= 1
                if end == .done { idle.append(worker) }
                dispatch()
                finishIfQuiet()
            }
        }
    }

    private func finishIfQuiet() {
        guard busy == 0, schedule.due(next) >= recorder.window.upperBound else { return }
        if !due.isEmpty { recorder.fail("unfinished", count: due.count) }
        finish()
    }

    private func finish() {
        guard !hasEnded else { return }
        hasEnded = true
        ended()
    }
}

/// When operations fall due.
struct Schedule {
    let start: NIODeadline
    let rate: Double

    /// The instant of an operation, counted from 0.
    func due(_ index: Int) -> NIODeadline {
        start + .nanoseconds(Int64(Double(index) / rate * 1e9))
    }
}
