import Domain
import Wire

/// A completion as it waits for its upload: the request in one line, then the canonical results if they came inline. They are
/// kept as the bytes that were signed, since a general JSON decoder would not give every number back the same.
enum StoredCompletion {
    static func encode(_ completion: CheckedCompletion) -> [UInt8] {
        var request = completion.request
        request.resultsJson = nil
        return WireJSON.encode(request) + [UInt8(ascii: "\n")] + (completion.inlineResults ?? [])
    }

    static func decode(_ bytes: [UInt8]) throws -> CompletionRequest {
        let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
        var request = try WireJSON.decode(CompletionRequest.self, from: bytes[..<end])
        let results = bytes[end...].dropFirst()
        if !results.isEmpty { request.resultsJson = try JSONParser.parse(Array(results)) }
        return request
    }
}
