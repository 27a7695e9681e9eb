import AsyncHTTPClient
import Domain
import NIOCore
import NIOHTTP1
import Synchronization

/// Speaks to one bucket of an S3-compatible store: whole objects, parts of them, lists. Every call may be repeated, and is,
/// when the store is briefly away.
public struct S3Client: Sendable {
    let configuration: S3Configuration
    private let calls: StoreCalls
    private let time: any TimeSource
    private let region: BucketRegion

    /// What an HTTP client for stores must be like. Our own tries decide how long a store may be away.
    public static var httpConfiguration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .seconds(10)
        configuration.timeout.read = .seconds(30)
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    /// For all clients of a process that need no other, and never shut down.
    public static let sharedHTTP = HTTPClient(eventLoopGroupProvider: .singleton, configuration: httpConfiguration)

    /// How often a call is tried in all.
    public static let tries = 4
    /// The largest answer that is no object.
    private static let largestDocument = 8 << 20

    /// A client; an `http` of the caller's own, made with `httpConfiguration`, is theirs to shut down.
    public init(
        _ configuration: S3Configuration, http: HTTPClient = sharedHTTP, time: any TimeSource = SystemTime(),
        random: any RandomSource = SystemRandom(), tries: Int = tries
    ) {
        self.configuration = configuration
        self.time = time
        calls = StoreCalls(http: http, time: time, random: random, tries: tries)
        region = BucketRegion(configuration.region)
    }

    /// Writes an object in place of an earlier one; whoever reads sees the one or the other, whole.
    public func put(_ bytes: [UInt8], key: String) async throws {
        _ = try await call(Call(method: .PUT, key: key, body: bytes))
    }

    /// Reads an object, or the part of it in a range of bytes.
    /// - Throws: `S3Error.Kind.missing` where there is none, or where it is shorter.
    public func get(key: String, range: Range<Int64>? = nil) async throws -> [UInt8] {
        // A range of no bytes cannot be asked for.
        if let range, range.isEmpty { return [] }
        var call = Call(method: .GET, key: key)
        if let range { call.headers = [("range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")] }
        let bytes = try await self.call(call)
        guard let range else { return bytes }
        guard bytes.count == range.count else {
            throw S3Error(.missing, "\(place(key)) ends before byte \(range.upperBound).")
        }
        return bytes
    }

    /// Removes an object; one that is not there is no error.
    public func delete(key: String) async throws {
        do {
            _ = try await call(Call(method: .DELETE, key: key))
        } catch let error as S3Error where error.kind == .missing {
            // Some stores say so; to us it is as good.
        }
    }

    struct Call {
        var method: HTTPMethod
        var key: String
        var query = ""
        var headers: [(name: String, value: String)] = []
        var body: [UInt8] = []

        /// What it does, for messages.
        var action: String {
            switch method {
            case .PUT: "Writing"
            case .DELETE: "Removing"
            default: query.isEmpty ? "Reading" : "Listing"
            }
        }
    }

    func place(_ key: String) -> String { "s3://\(configuration.bucket)/\(key)" }

    /// Makes a call, again where the store is briefly away.
    func call(_ call: Call) async throws -> [UInt8] {
        let hash = SignatureV4.hash(call.body)
        return try await calls.repeating {
            ($0 as? S3Error)?.kind == .unavailable
        } _: {
            try await attempt(call, hash)
        }
    }

    /// Makes one try, and a second one where the store says that the bucket is in another region.
    private func attempt(_ call: Call, _ hash: String) async throws -> [UInt8] {
        let tried = region.name
        do {
            return try await attempt(call, hash, in: tried)
        } catch let error as S3Error {
            guard let other = error.region, other != tried else { throw error }
            let answer = try await attempt(call, hash, in: other)
            region.set(other)
            return answer
        }
    }

    private func attempt(_ call: Call, _ hash: String, in region: String) async throws -> [UInt8] {
        let now = time.now()
        let address = configuration.address(in: region)
        let (request, signature) = request(call, hash, to: address, in: region, at: now)
        let limit = call.method == .GET && call.query.isEmpty ? Int.max : Self.largestDocument
        let answer: StoreCalls.Answer
        do {
            answer = try await calls.send(request, to: "\(address.endpoint)", upTo: limit)
        } catch let failure as StoreFailure {
            throw S3Error(failure, place: place(call.key))
        }
        if (200..<300).contains(answer.status) { return answer.body }
        let credentials = configuration.credentials
        throw S3Error(
            S3Refusal(
                status: answer.status, body: answer.body,
                bucketRegion: answer.headers.first(name: "x-amz-bucket-region"), action: call.action,
                place: place(call.key), asked: now,
                secrets: [signature, credentials?.secretAccessKey ?? "", credentials?.sessionToken ?? ""]))
    }

    private func request(
        _ call: Call, _ hash: String, to address: S3Configuration.Address, in region: String, at now: Timestamp
    ) -> (HTTPClientRequest, signature: String) {
        let path = address.root + URIEncoding.encode(call.key, keepsSlash: true)
        var headers =
            call.headers + [
                ("host", address.host), ("x-amz-content-sha256", hash), ("x-amz-date", SignatureV4.stamp(now)),
            ]
        if let token = configuration.credentials?.sessionToken { headers.append(("x-amz-security-token", token)) }
        var request = HTTPClientRequest(
            url: "\(address.origin)\(path)\(call.query.isEmpty ? "" : "?\(call.query)")")
        request.method = call.method
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        var signature = ""
        if let credentials = configuration.credentials {
            let signer = SignatureV4(credentials: credentials, region: region)
            let signed = SignatureV4.Request(
                method: call.method.rawValue, path: path, query: call.query, headers: headers, payloadHash: hash)
            let authorization = signer.authorization(signed, at: now)
            signature = String(authorization.suffix(64))
            request.headers.add(name: "authorization", value: authorization)
        }
        // An empty object is an object too: its length has to be said.
        if call.method == .PUT { request.body = .bytes(call.body) }
        return (request, signature)
    }
}

/// The region that a bucket was found in, for all calls of a client.
private final class BucketRegion: Sendable {
    private let found: Mutex<String>

    init(_ configured: String) {
        found = Mutex(configured)
    }

    var name: String { found.withLock { $0 } }

    func set(_ name: String) {
        found.withLock { $0 = name }
    }
}
