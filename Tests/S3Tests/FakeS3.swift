import Domain
import Foundation
import Hummingbird
import Logging
import NIOCore
import Synchronization

@testable import S3

/// A store in memory that speaks enough of S3, checks signatures, and fails when it is told to.
final class FakeS3: Sendable {
    struct State {
        var objects: [String: [UInt8]] = [:]
        var requests: [String] = []
        /// Statuses that the next requests are answered with.
        var faults: [Int] = []
    }

    static let credentials = S3Credentials(accessKeyID: "AKID", secretAccessKey: "secret/key+1")
    static let bucket = "studio-blobs"
    /// So many keys come with one list.
    static let pageSize = 3
    let state = Mutex(State())

    /// Runs a test against a store that listens on a free port.
    static func run(_ test: @escaping @Sendable (FakeS3, _ endpoint: String) async throws -> Void) async throws {
        let store = FakeS3()
        let router = Router()
        router.get("**") { request, _ in try await store.answer(request) }
        router.put("**") { request, _ in try await store.answer(request) }
        router.delete("**") { request, _ in try await store.answer(request) }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let app = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "s3") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await app.run() }
            for await port in ports {
                try await test(store, "http://127.0.0.1:\(port)")
                break
            }
            group.cancelAll()
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        let body = Array(try await request.body.collect(upTo: 64 << 20).readableBytesView)
        let fault = state.withLock { state in
            state.requests.append("\(request.method.rawValue) \(request.uri.path)")
            return state.faults.isEmpty ? nil : state.faults.removeFirst()
        }
        if let fault { return Self.error(fault, fault == 503 ? "SlowDown" : "InternalError") }
        guard isSigned(request, body) else { return Self.error(403, "SignatureDoesNotMatch") }
        let root = "/\(Self.bucket)/"
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

    private func list(_ request: Request) -> Response {
        let prefix = request.uri.queryParameters["prefix"].map(String.init) ?? ""
        let after = request.uri.queryParameters["continuation-token"].map(String.init) ?? ""
        let found = state.withLock { $0.objects.keys.filter { $0.hasPrefix(prefix) && $0 > after }.sorted() }
        let page = found.prefix(Self.pageSize)
        let keys = page.map { $0.replacing("&", with: "&amp;") }.map {
            "<Contents><Key>\($0)</Key><Size>1</Size></Contents>"
        }.joined()
        let isCut = found.count > page.count
        let next = isCut ? "<NextContinuationToken>\(page.last ?? "")</NextContinuationToken>" : ""
        let text = "<ListBucketResult><IsTruncated>\(isCut)</IsTruncated>\(keys)\(next)</ListBucketResult>"
        return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// Signs what came anew, and compares.
    private func isSigned(_ request: Request, _ body: [UInt8]) -> Bool {
        let header = { (name: String) in request.headers.first { $0.name.canonicalName == name }?.value }
        guard let authorization = request.headers[.authorization], let stamp = header("x-amz-date"),
            let host = request.head.authority, header("x-amz-content-sha256") == SignatureV4.hash(body),
            let names = authorization.split(separator: "SignedHeaders=").last?.split(separator: ",").first
        else { return false }
        let headers = names.split(separator: ";").map {
            (name: String($0), value: $0 == "host" ? host : header(String($0)) ?? "")
        }
        let signed = SignatureV4.Request(
            method: request.method.rawValue, path: request.uri.path,
            query: request.uri.queryParameters.map { (name: String($0.key), value: String($0.value)) },
            headers: headers,
            payloadHash: SignatureV4.hash(body))
        var text = stamp
        for (offset, mark) in [(4, "-"), (7, "-"), (13, ":"), (16, ":")] {
            text.insert(contentsOf: mark, at: text.index(text.startIndex, offsetBy: offset))
        }
        guard let instant = Timestamp(text) else { return false }
        return SignatureV4(credentials: Self.credentials, region: "us-east-1").authorization(signed, at: instant)
            == authorization
    }

    private static func error(_ status: Int, _ code: String) -> Response {
        let text = "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>in words</Message></Error>"
        return Response(status: .init(code: status), body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
