import Analysis
import CollectionSources
import Domain
import Synchronization

extension ToolRun {
    /// What is made of the files that one thread reads.
    typealias SidecarPart = @Sendable (FileReads) -> SidecarContents

    /// Opens the sidecars where that is wanted; nil where it is not. One that cannot be read is a finding, not an end. `read`
    /// knows the place, and gives files to the part that it is handed.
    func readSidecars(
        _ files: FileTable, _ session: Session,
        _ read: (_ wanted: [Int], _ part: @escaping SidecarPart) throws(ListingError) -> [SidecarContents]
    ) throws(ToolFailure) -> SidecarContents? {
        guard tool == .photostats, options.readSidecars else { return nil }
        let wanted = SidecarContents.files(of: files, configuration: configuration)
        let count = SidecarCount(total: wanted.count, report: session.report)
        do {
            let parts = try read(wanted) { reads in
                let reader = SidecarReader()
                reads.forEach { file, content in
                    switch content {
                    case .success(let bytes): reader.read(bytes, of: file)
                    case .failure(let failure): reader.refuse(file, failure.message)
                    }
                    count.addOne()
                }
                return reader.contents
            }
            return parts.reduce(into: SidecarContents()) { $0.merge($1) }
        } catch .cancelled {
            throw .cancelled
        } catch {
            throw .listing(error)
        }
    }
}

/// How many sidecars the threads have read together.
private final class SidecarCount: Sendable {
    /// How often that is said.
    private static let step = 100
    private let total: Int
    private let report: @Sendable (ToolStep) -> Void
    private let done = Atomic(0)

    init(total: Int, report: @escaping @Sendable (ToolStep) -> Void) {
        self.total = total
        self.report = report
        report(.readingSidecars(done: 0, total: total))
    }

    func addOne() {
        let now = done.wrappingAdd(1, ordering: .relaxed).newValue
        if now.isMultiple(of: Self.step) || now == total { report(.readingSidecars(done: now, total: total)) }
    }
}
