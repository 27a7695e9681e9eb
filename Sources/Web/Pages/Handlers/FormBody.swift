import Coordinator
import Domain
import Hummingbird

/// Reads what a form sent. Source: URL Standard, *application/x-www-form-urlencoded*.
enum FormBody {
    /// Bytes that a form may have.
    static let limit = 64 * 1024
    /// Bytes that a form may have which holds a document.
    static let documentLimit = BodyLimit.usual

    /// The fields of a request's body; of a field that comes twice, the last.
    /// - Throws: 400 for another content type, 413 for a body over the limit.
    static func read(_ request: Request, upTo limit: Int = limit) async throws -> FormState {
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true else {
            throw CoordinatorError(.badRequest, "not_a_form", "This address takes the form of its page only.")
        }
        do {
            return FormState(values: parse(String(decoding: try await request.bytes(upTo: limit), as: UTF8.self)))
        } catch let error as CoordinatorError where error.kind == .tooLarge {
            throw CoordinatorError(
                .tooLarge, error.code,
                """
                The form holds more than \(NumberText.bytes(Int64(limit))), so it was not read and nothing was changed. \
                Go back, where what you typed still stands, and make it shorter.
                """)
        }
    }

    /// Names and values, decoded.
    static func parse(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values[decode(parts[0])] = parts.count > 1 ? decode(parts[1]) : ""
        }
        return values
    }

    private static func decode(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(0x20)
            } else if byte == UInt8(ascii: "%"), let value = hexadecimal(rest.prefix(2)) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.count == 2, digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else {
            return nil
        }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
