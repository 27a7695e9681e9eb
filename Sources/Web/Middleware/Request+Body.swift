import Coordinator
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// How much of a body is taken.
enum BodyLimit {
    /// Most calls.
    static let usual = 1_048_576
    /// `complete`, whose inline results may have 1 MB in canonical form.
    static let completion = 2 * 1_048_576
}

extension Request {
    /// The whole body. What is announced as too large is not read at all.
    /// - Throws: 413 `body_too_large`.
    func bytes(upTo limit: Int = BodyLimit.usual) async throws -> [UInt8] {
        let announced = headers[.contentLength].flatMap(Int.init) ?? 0
        guard announced <= limit else { throw Self.tooLarge(limit) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(max(0, announced))
        for try await part in body {
            guard bytes.count + part.readableBytes <= limit else { throw Self.tooLarge(limit) }
            part.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// The body as JSON, read strictly: what a general decoder lets pass (members that stand twice, integers that a double
    /// cannot hold) could mean different things to sender and reader.
    /// - Throws: 413, `JSONSyntaxError`, `BodyError`.
    func json<Body: Decodable>(_ type: Body.Type = Body.self, upTo limit: Int = BodyLimit.usual) async throws -> Body {
        let bytes = try await bytes(upTo: limit)
        return try WireJSON.decode(type, from: try JSONParser.parse(bytes))
    }

    private static func tooLarge(_ limit: Int) -> CoordinatorError {
        CoordinatorError(
            .tooLarge, "body_too_large", "The body is too large: at most \(limit) bytes are taken here.",
            details: ["limit": .integer(Int64(limit))])
    }
}
