import Synchronization

/// Shows how far a listing is: one line that is written over on a terminal, a plain line now and then elsewhere.
final class ScanProgress: Sendable {
    private static let plainEvery = 50_000
    private static let width = 60
    private let context: CommandContext
    private let lastPlain = Mutex(0)

    init(_ context: CommandContext) {
        self.context = context
    }

    func show(_ files: Int, _ folder: String) {
        if context.isTerminal {
            let shown = folder.count > Self.width ? "…" + folder.suffix(Self.width - 1) : folder
            context.note("\r\u{1B}[K\(files) files  \(shown)")
            return
        }
        let isDue = lastPlain.withLock { last in
            guard files >= last + Self.plainEvery else { return false }
            last = files
            return true
        }
        if isDue { context.say("\(files) files so far, now in \(folder.isEmpty ? "the top folder" : folder)") }
    }

    func end() {
        if context.isTerminal { context.note("\r\u{1B}[K") }
    }
}
