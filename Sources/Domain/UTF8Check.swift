/// Looks whether bytes are UTF-8 without making a text of them.
public enum UTF8Check {
    /// Bytes before the first that is not UTF-8; nil where all are.
    public static func firstInvalid(in bytes: [UInt8]) -> Int? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}
