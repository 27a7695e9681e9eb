/// How a run of a tool may differ from the usual. What means nothing to a tool changes nothing.
public struct ToolOptions: Hashable, Sendable {
    /// How much of what is in order the results name one by one, beside every finding (analysis.md, *Results*).
    public enum Detail: Hashable, Sendable {
        /// Only findings.
        case findings
        /// Everything.
        case everything
        /// What an agent hands in: the image groups too, as long as the results stay under their limit.
        case whatFits
    }

    /// Whether sidecars are looked for over the whole tree instead of beside the image.
    public var pairAcrossDirectories: Bool
    /// Whether sidecars are opened for what they say of rating, label, program, camera and lens.
    public var readSidecars: Bool
    /// How much the results name.
    public var detail: Detail
    /// A pipeline's name; without one the only pipeline counts, or the one called `default`.
    public var pipeline: String?

    /// Options; by default the usual ones of a command line.
    public init(
        pairAcrossDirectories: Bool = false, readSidecars: Bool = false, detail: Detail = .findings,
        pipeline: String? = nil
    ) {
        self.pairAcrossDirectories = pairAcrossDirectories
        self.readSidecars = readSidecars
        self.detail = detail
        self.pipeline = pipeline
    }
}
