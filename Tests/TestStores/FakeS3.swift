import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import S3
import Synchronization

/// A store in memory that speaks enough of S3, checks signatures, and fails or misbehaves when it is told to.
public final class FakeS3: Sendable {
    /// What a store may do otherwise than AWS.
    public enum Habit: Hashable, Sendable {
        /// Lists from the beginning, wherever a list was to begin.
        case ignoresStart
        /// Says that a list goes on, and not where.
        case givesNoToken
        /// Gives the same token every time.
        case goesInCircles
        /// Gives two tokens in turn.
        case goesBackAndForth
        /// Writes keys as they are.
        case encodesNothing
        /// Writes a space as `%20` and not as a plus sign.
        case encodesSpaces
        /// Lists in the order of the keys' last bytes.
        case listsInDisorder
    }

    /// What it holds, and how it is.
    public struct State: Sendable {
        /// Objects with their bytes.
        public var objects: [String: [UInt8]] = [:]
        /// Further keys that are listed only, and need not be UTF-8.
        public var rawKeys: [[UInt8]] = []
        /// Method and path of every request.
        public var requests: [String] = []
        /// The queries of all lists.
        public var queries: [String] = []
        /// Statuses that the next requests are answered with.
        public var faults: [Int] = []
        /// Whole answers to the next requests, before any fault.
        public var answers: [(status: Int, headers: [(String, String)], body: String)] = []
        /// How it differs from AWS.
        public var habits: Set<Habit> = []
        /// The region that requests must be signed for.
        public var region = "us-east-1"
        /// What a session's requests must carry.
        public var sessionToken: String?
        /// So many entries come with one list at most.
        public var pageSize = 3
    }

    /// Who may ask.
    public static let credentials = S3Credentials(accessKeyID: "AKID", secretAccessKey: "secret/key+1")
    /// The one bucket.
    public static let bucket = "studio-blobs"
    /// When everything was last changed.
    public static let modified = "2026-03-04T05:06:07.008Z"
    /// What it holds, and how it is.
    public let state = Mutex(State())

    /// Runs a test against a store that listens on a free port.
    public static func run(
        _ test: @escaping @Sendable (FakeS3, _ endpoint: String) async throws -> Void
    ) async throws {
        let store = FakeS3()
        try await TestServer.run({ try await store.answer($0) }, { try await test(store, $0) })
    }

    private func answer(_ request: Request) async throws -> Response {
        let body = Array(try await request.body.collect(upTo: 64 << 20).readableBytesView)
        let scripted = state.withLock { state -> Response? in
            state.requests.append("\(request.method.rawValue) \(request.uri.path)")
            if !state.answers.isEmpty {
                let answer = state.answers.removeFirst()
                return Self.response(answer.status, answer.body, answer.headers)
            }
            guard !state.faults.isEmpty else { return nil }
            let fault = state.faults.removeFirst()
            return Self.error(fault, fault == 503 ? "SlowDown" : "InternalError")
        }
        if let scripted { return scripted }
        if let refusal = refusal(request, body) { return refusal }
        let isInHost = request.head.authority?.hasPrefix("\(Self.bucket).") == true
        let root = isInHost ? "/" : "/\(Self.bucket)/"
        guard request.uri.path.hasPrefix(root) else { return Self.error(404, "NoSuchBucket") }
        let key = String(request.uri.path.dropFirst(root.count)).removingPercentEncoding ?? ""
        switch request.method {
        case .put:
            state.withLock { $0.objects[key] = body }
            return Response(status: .ok)
        case .delete:
            state.withLock { _ = $0.objects.removeValue(forKey: key) }
            return Response(status: .noContent)
        default: return key.isEmpty ? list(request) : get(key, request.headers[.range])
        }
    }

    private func get(_ key: String, _ range: String?) -> Response {
        guard let bytes = state.withLock({ $0.objects[key] }) else { return Self.error(404, "NoSuchKey") }
        guard let range else { return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: bytes))) }
        let bounds = range.dropFirst("bytes=".count).split(separator: "-").compactMap { Int($0) }
        guard bounds.count == 2, bounds[0] < bytes.count else { return Self.error(416, "InvalidRange") }
        let part = bytes[bounds[0]..<min(bounds[1] + 1, bytes.count)]
        return Response(status: .partialContent, body: .init(byteBuffer: ByteBuffer(bytes: part)))
    }

    /// Why a request is refused: its region, its key, its signature, which is made anew and compared.
    private func refusal(_ request: Request, _ body: [UInt8]) -> Response? {
        let header = { (name: String) in request.headers.first { $0.name.canonicalName == name }?.value }
        let (region, token) = state.withLock { ($0.region, $0.sessionToken) }
        guard let authorization = request.headers[.authorization], let stamp = header("x-amz-date"),
            let host = request.head.authority, header("x-amz-content-sha256") == SignatureV4.hash(body),
            let names = authorization.split(separator: "SignedHeaders=").last?.split(separator: ",").first
        else { return Self.error(403, "AccessDenied") }
        let scope = authorization.split(separator: "/")
        guard scope.first?.hasSuffix("=\(Self.credentials.accessKeyID)") == true else {
            return Self.error(403, "InvalidAccessKeyId")
        }
        guard scope.count > 2, scope[2] == region else {
            return Self.error(400, "AuthorizationHeaderMalformed", "<Region>\(region)</Region>")
        }
        guard token == nil || header("x-amz-security-token") == token else { return Self.error(400, "InvalidToken") }
        let headers = names.split(separator: ";").map {
            (name: String($0), value: $0 == "host" ? host : header(String($0)) ?? "")
        }
        let signed = SignatureV4.Request(
            method: request.method.rawValue, path: request.uri.path, query: request.uri.query ?? "", headers: headers,
            payloadHash: SignatureV4.hash(body))
        var text = stamp
        for (offset, mark) in [(4, "-"), (7, "-"), (13, ":"), (16, ":")] {
            text.insert(contentsOf: mark, at: text.index(text.startIndex, offsetBy: offset))
        }
        let signer = SignatureV4(credentials: Self.credentials, region: region)
        guard let instant = Timestamp(text), signer.authorization(signed, at: instant) == authorization else {
            return Self.error(403, "SignatureDoesNotMatch")
        }
        return nil
    }

    private static func error(_ status: Int, _ code: String, _ more: String = "") -> Response {
        response(
            status, "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>in words</Message>\(more)</Error>", [])
    }

    static func response(_ status: Int, _ body: String, _ headers: [(String, String)]) -> Response {
        var fields = HTTPFields()
        for (name, value) in headers { HTTPField.Name(name).map { fields[$0] = value } }
        return Response(
            status: .init(code: status), headers: fields, body: .init(byteBuffer: ByteBuffer(string: body)))
    }
}
