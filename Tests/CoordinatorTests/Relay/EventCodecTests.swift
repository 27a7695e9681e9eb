import Domain
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// What servers tell each other arrives as it was, and never in more bytes than a notification takes.
struct EventCodecTests {
    private static let random = RepeatableRandom(seed: 42)
    private static let job = JobID(at: Timestamp(milliseconds: 1), random: random)
    private static let agent = AgentID(at: Timestamp(milliseconds: 2), random: random)
    private static let result = ResultID(at: Timestamp(milliseconds: 3), random: random)
    private static let progress = ProgressUpdate(
        stage: .scanning, percentage: 12.5, filesScanned: 7, totalFiles: 9, currentFile: "/photos/\u{0}\"é\n.dng",
        message: "half way")
    private static let notice = NotificationDTO(
        guid: "ntf_1", kind: "job_failed", title: "PhotoStats failed", message: "No disk", jobGuid: job.description,
        agentGuid: nil, isRead: false, createdAt: Timestamp(milliseconds: 1_767_323_045_678))

    static let events: [Event] = [
        .jobAvailable(team: 1, requirement: Requirement([.tool(.photostats), .localFilesystem]), boundAgent: 7),
        .jobAvailable(team: 1, requirement: Requirement([.tool(.photoPairing)]), boundAgent: nil),
        .jobProgress(team: 2, job: job, progress),
        .jobProgress(team: 2, job: job, ProgressUpdate(stage: .uploading, percentage: 100)),
        .jobAssigned(team: 2, agent: 9), .socketOpened(team: 2, job: job, socket: "1:abc:2"),
        .jobStatus(team: 3, job: job, .assigned, agent: agent), .jobStatus(team: 3, job: job, .pending, agent: nil),
        .jobEnded(team: 3, job: job, .completed, result: result), .jobEnded(team: 3, job: job, .failed, result: nil),
        .jobWarning(team: 4, job: job, JobWarning(message: "odd", file: "/a", errorType: nil)),
        .stopJob(team: 4, job: job, reason: "A user asked."), .agentChanged(team: 5, agent: 12),
        .agentJobChanged(team: 5, agent: 13),
        .agentDeleted(team: 5, agent: agent), .agentExpelled(team: 5, agent: agent), .poolChanged(team: 6),
        .notified(team: 6, user: 3, notice), .missed(team: 8),
    ]

    @Test("Every event comes back as it was", arguments: events)
    func roundTrip(_ event: Event) throws {
        let texts = EventPayload.texts([event], from: "me", number: 5)
        let first = try #require(texts.first)
        let payload = try #require(EventPayload(first))
        #expect(texts.count == 1 && payload.origin == "me" && payload.number == 5 && !payload.isFarewell)
        #expect(payload.events.map { "\($0)" } == ["\(event)"])
    }

    @Test(
        "However long its texts, an event fits; progress keeps its figures and the end of its path",
        arguments: [1, 2, 3])
    func long(_ seed: UInt64) throws {
        let random = RepeatableRandom(seed: seed)
        for _ in 0..<40 {
            let text = String(
                (0..<Int(random.next() % 16_000)).map { _ in ["a", "é", "\u{1}", "🦊", "\""][Int(random.next() % 5)] }
                    .joined())
            let progress = ProgressUpdate(
                stage: .analyzing, percentage: 50, currentFile: text + "/last.dng", message: text)
            let events: [Event] = [
                .jobProgress(team: 1, job: Self.job, progress),
                .jobWarning(team: 1, job: Self.job, JobWarning(message: text, file: text, errorType: text)),
                .notified(
                    team: 1, user: 1,
                    NotificationDTO(
                        guid: "n", kind: "k", title: text, message: text, isRead: false,
                        createdAt: Timestamp(milliseconds: 0))),
                .stopJob(team: 1, job: Self.job, reason: text),
            ]
            let texts = EventPayload.texts(events, from: "origin-of-12", number: 9_007_199_254_740_000)
            #expect(texts.allSatisfy { $0.utf8.count <= EventPayload.maximumSize })
            let heard = texts.compactMap { EventPayload($0) }.flatMap(\.events)
            #expect(heard.count == 4)
            guard case .jobProgress(_, Self.job, let kept)? = heard.first else {
                Issue.record("no progress came")
                return
            }
            #expect(kept.percentage == 50 && kept.currentFile?.hasSuffix("/last.dng") == true)
        }
    }

    @Test("Many events share a text, in their order, numbered without a gap")
    func packed() throws {
        let events = (0..<500).map { Event.agentChanged(team: 1, agent: $0) }
        let texts = EventPayload.texts(events, from: "me", number: 10)
        #expect((2...5).contains(texts.count))
        let payloads = texts.compactMap { EventPayload($0) }
        #expect(payloads.map(\.number) == Array(10..<(10 + Int64(texts.count))))
        #expect(payloads.flatMap(\.events).map { "\($0)" } == events.map { "\($0)" })
    }

    @Test("What a newer server says is left out; what is none of ours is refused")
    func foreign() {
        let known = EventPayload(#"{"o":"x","n":1,"e":[{"k":"dream","t":1},{"k":"pool","t":2},{"k":"stop","t":1}]}"#)
        #expect(known?.events.map { "\($0)" } == ["\(Event.poolChanged(team: 2))"])
        for text in ["", "{}", "hello", #"{"o":1,"n":1,"e":[]}"#, #"{"o":"x","n":1}"#] {
            #expect(EventPayload(text) == nil)
        }
    }

    @Test("Progress waits once for each job, and what is read from the database anyhow waits once")
    func coalesced() {
        var batch = EventBatch()
        let other = JobID(at: Timestamp(milliseconds: 9), random: Self.random)
        for percentage in 0...100 {
            for job in [Self.job, other] {
                batch.add(
                    .jobProgress(team: 1, job: job, ProgressUpdate(stage: .scanning, percentage: Double(percentage))))
            }
            batch.add(.poolChanged(team: 1))
        }
        #expect(!batch.isUrgent)
        for _ in 0..<9 { batch.add(.agentChanged(team: 1, agent: 4)) }
        #expect(batch.isUrgent)
        let taken = batch.take()
        #expect(batch.isEmpty && taken.events.count == 4)
        guard case .jobProgress(_, Self.job, let last) = taken.events[0] else {
            Issue.record("the first is no progress")
            return
        }
        #expect(last.percentage == 100)
    }

    @Test("What is more than can be kept becomes a word to look again")
    func overflow() {
        var batch = EventBatch()
        for number in 0...EventBatch.capacity { batch.add(.jobAssigned(team: 1, agent: Int64(number))) }
        #expect(batch.hasOverflowed && batch.events.isEmpty && batch.isUrgent && !batch.isEmpty)
    }
}
