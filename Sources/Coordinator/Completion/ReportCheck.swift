import Domain

/// Decides whether a report may be kept and shown (protocol.md, *Report check*; FR-530.9–12).
///
/// The report is read as a browser reads it, token by token, in one pass over its bytes. What browsers could read in two ways
/// is refused, so that nothing hides between the two readings.
public struct ReportCheck {
    /// The most bytes that a report may have: 20 MB (analysis.md, *Size*).
    public static let maximumSize = 20 * 1_048_576

    /// Looks at a whole report.
    /// - Throws: `ReportRefusal` for the first thing that is wrong.
    public static func check(_ bytes: [UInt8]) throws(ReportRefusal) {
        guard bytes.count <= maximumSize else {
            throw ReportRefusal(
                offset: maximumSize,
                problem: "the report has \(bytes.count) bytes; at most \(maximumSize) (20 MB) are taken")
        }
        if let zero = bytes.withUnsafeBufferPointer({ $0.firstOffset(of: 0, from: 0) }) {
            throw ReportRefusal(offset: zero, problem: "a zero byte; a report is text without any")
        }
        if let offset = UTF8Check.firstInvalid(in: bytes) {
            throw ReportRefusal(offset: offset, problem: "bytes that are not UTF-8; encode the report as UTF-8")
        }
        try bytes.withUnsafeBufferPointer { (buffer: UnsafeBufferPointer<UInt8>) throws(ReportRefusal) in
            var reading = ReportCheckReading(bytes: buffer)
            try reading.run()
        }
    }
}

/// Why a report is not taken: where, what is wrong and what would be right.
public struct ReportRefusal: Error, Hashable, Sendable {
    /// The element's name in lower case; nil where the trouble is not in a tag.
    public let element: String?
    /// Bytes before the trouble: a tag's `<`, an attribute's name, a stylesheet's offending word, or the report's end.
    public let offset: Int
    /// What is wrong and what would be right, without the place.
    public let problem: String

    init(element: String? = nil, offset: Int, problem: String) {
        self.element = element
        self.offset = offset
        self.problem = problem
    }

    /// Element, byte offset and problem in one sentence.
    public var message: String {
        let place = element.map { "<\($0)> at byte \(offset)" } ?? "byte \(offset)"
        return "The report is refused at \(place): \(problem)."
    }
}
