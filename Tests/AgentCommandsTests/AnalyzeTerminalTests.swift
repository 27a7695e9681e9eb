import Domain
import Synchronization
import TestSupport
import Testing

@testable import AgentCommands
@testable import AgentRuntime

/// What people see: progress, the summary, and the end by Ctrl-C.
@Suite struct AnalyzeTerminalTests {
    @Test func aPipeGetsPlainLines() async throws {
        let photos = try PhotoFolder(["a.dng", "sub/b.cr3"])
        let run = await photos.analyze()
        #expect(run.notes.hasPrefix("Listing the folder\nAnalysing 2 files\nWriting results and report\n"))
        #expect(!(run.out + run.notes).contains { $0 == "\r" || $0 == "\u{1B}" })
        #expect(run.out.contains("Images without a sidecar: 1\n  sub/b.cr3\n"))
        #expect(run.notes.hasSuffix("For every one of them by name: --output report.html\n"))
    }

    @Test func aTerminalGetsOneLineThatIsCleared() async throws {
        let photos = try PhotoFolder(["a.dng"])
        let run = await photos.analyze { $0.isTerminal = true }
        #expect(run.notes.hasPrefix("\r\u{1B}[KListing: "))
        #expect(run.notes.contains("\r\u{1B}[KAnalysing 1 file …\r"))
        #expect(run.notes.hasSuffix("\r\u{1B}[K"))
        #expect(!run.notes.contains("\n"))
        #expect(!run.out.contains("\u{1B}"))
    }

    @Test func examplesAreFewAndTheRestIsCounted() async throws {
        let photos = try PhotoFolder((1000...2233).map { "AB3D\($0).cr3" })
        let run = await photos.analyze { $0.isColoured = true }
        #expect(run.out.contains("\u{1B}[1;31mImages without a sidecar: 1,234\u{1B}[0m\n"))
        #expect(run.out.contains("  AB3D1002.cr3\n  and 1,231 more\n"))
    }

    @Test func theLineFitsTheTerminalAndIsDrawnTenTimesASecond() throws {
        let time = ManualTime()
        let drawn = Mutex<[String]>([])
        var context = CommandContext(
            environment: [:], out: { _ in }, note: { text in drawn.withLock { $0.append(text) } })
        context.isTerminal = true
        context.time = time
        context.columns = { 50 }
        let progress = StepProgress(context)
        let folder = "2019/2019-05-05 " + String(repeating: "東京", count: 30)
        for number in 1...30 {
            progress.show(.listing(files: number * 1000, folder: folder))
            time.advance(by: .milliseconds(30))
        }
        let lines = drawn.withLock { $0 }.map { $0.replacing("\r\u{1B}[K", with: "") }
        #expect(lines.count == 8)
        #expect(lines.last?.hasPrefix("Listing: 29,000 files, ") == true)
        #expect(lines.last?.contains("/s  …") == true)
        #expect(lines.allSatisfy { TerminalText.width($0) <= 49 })
        progress.show(.readingSidecars(done: 12_000, total: 48_000))
        progress.end()
        progress.show(.analysing(files: 1))
        let last = drawn.withLock { $0 }.suffix(2)
        #expect(last.first?.contains("12,000 of 48,000") == true)
        #expect(last.last == "\r\u{1B}[K")
    }

    @Test func aKnownTotalGetsARealBar() {
        let drawn = Mutex("")
        var context = CommandContext(environment: [:], out: { _ in }, note: { text in drawn.withLock { $0 = text } })
        context.isTerminal = true
        StepProgress(context).show(.readingSidecars(done: 12_000, total: 48_000))
        #expect(
            drawn.withLock { $0 } == "\r\u{1B}[KReading sidecars [######------------------]  25 %  12,000 of 48,000")
    }

    @Test(arguments: [2, 15]) func theFirstSignalStopsAndWritesNothing(signal: Int32) async throws {
        let photos = try PhotoFolder(["a.dng"])
        let clock = WaitingClock()
        let run = await photos.analyze(["--output", photos.beside("report.html"), "--json", "-"]) {
            $0.isTerminal = true
            $0.time = clock
            $0.interruptions = { handle in
                handle(signal)
                clock.release()
            }
        }
        #expect(run.code == 128 + signal)
        #expect(run.out.isEmpty)
        #expect(run.notes.hasSuffix("Stopped; nothing was written.\n"))
        #expect(try photos.names() == ["photos"])
    }

    @Test func theSecondSignalEndsAtOnce() async throws {
        let photos = try PhotoFolder(["a.dng"])
        let clock = WaitingClock()
        let codes = Mutex<[Int32]>([])
        let run = await photos.analyze {
            $0.time = clock
            $0.abandon = { code in codes.withLock { $0.append(code) } }
            $0.interruptions = { handle in
                handle(2)
                handle(2)
                clock.release()
            }
        }
        #expect(codes.withLock { $0 } == [130])
        #expect(run.code == 130)
    }
}

/// A clock that is asked once by the progress line, and then makes the run wait until it is released.
private final class WaitingClock: TimeSource {
    private let state = Mutex((asked: 0, isReleased: false))
    private let gate = OneShot<Void>()

    func release() { gate.set(()) }

    func now() -> Timestamp {
        let isFirst = state.withLock { state in
            state.asked += 1
            return state.asked == 1
        }
        // Turns while the test's other task runs; it never takes long.
        while !isFirst, gate.value == nil {}
        return Timestamp(milliseconds: 0)
    }

    func sleep(until instant: Timestamp) async throws {}
}
