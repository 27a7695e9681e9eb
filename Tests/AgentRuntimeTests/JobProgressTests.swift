import Domain
import TestSupport
import Testing
import Wire

@testable import AgentRuntime

/// Progress that a browser shows never goes back, whatever order threads speak in.
@Suite struct JobProgressTests {
    @Test(.proves("FR-500.1"), arguments: [nil, 0, 900, 5000] as [Int64?])
    func neverGoesBack(expected: Int64?) {
        let sent = Recorder<ProgressUpdate>()
        let progress = JobProgress(expected: expected) { sent.append($0) }
        let random = RepeatableRandom()
        var steps: [ToolStep] = (1...50).map { .listing(files: $0 * 40, folder: "f") }
        steps += (1...50).map { .readingSidecars(done: $0 * 2, total: 100) }
        steps += [.analysing(files: 2000), .reporting(files: 2000)]
        for index in steps.indices.dropLast() {
            let other = min(steps.count - 1, index + Int(random.fraction() * 4))
            steps.swapAt(index, other)
        }
        for step in steps { progress.report(step) }
        let order: [Stage] = [.initializing, .scanning, .analyzing, .generatingReport]
        for (before, after) in zip(sent.all, sent.all.dropFirst()) {
            #expect((before.percentage ?? 0) <= (after.percentage ?? 0))
            #expect((before.filesScanned ?? 0) <= (after.filesScanned ?? 0))
            #expect((order.firstIndex(of: before.stage) ?? 9) <= (order.firstIndex(of: after.stage) ?? -1))
        }
        #expect(sent.all.last?.percentage == 90)
        #expect(sent.all.allSatisfy { (5...90).contains($0.percentage ?? 0) })
    }

    @Test func theLastResultTellsHowMuchThereIs() {
        let sent = Recorder<ProgressUpdate>()
        let progress = JobProgress(expected: 1000) { sent.append($0) }
        for files in [0, 500, 1000, 1500] { progress.report(.listing(files: files, folder: "a")) }
        progress.report(.readingSidecars(done: 30, total: 60))
        #expect(sent.all.map(\.percentage) == [5, 38, 70, 70, 75])
        #expect(sent.all.map(\.totalFiles) == [1000, 1000, 1000, 1500, nil])
        #expect(sent.all.last?.message == "Reading sidecars: 30 of 60")
        #expect(sent.all.last?.filesScanned == 1500)
    }
}
