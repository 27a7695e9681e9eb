import AsyncHTTPClient
import Domain
import NIOCore
import NIOHTTP1

/// Speaks to one bucket of an S3-compatible store: whole objects, parts of them, lists. Every call may be repeated, and is,
/// when the store is briefly away.
public struct S3Client: Sendable {
    private let configuration: S3Configuration
    private let http: HTTPClient
    private let time: any TimeSource
    private let random: any RandomSource

    /// For all clients of a process, and never shut down. Our own tries decide how long a store may be away.
    public static let sharedHTTP: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .seconds(10)
        configuration.timeout.read = .seconds(30)
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// How often a call is tried in all.
    public static let tries = 4
    /// How long one try may take until the answer begins.
    static let timeout: TimeAmount = .seconds(60)
    /// The largest answer that is no object.
    private static let largestDocument = 4 << 20

    /// A client; an `http` of the caller's own is theirs to shut down.
    public init(
        _ configuration: S3Configuration, http: HTTPClient = sharedHTTP, time: any TimeSource = SystemTime(),
        random: any RandomSource = SystemRandom()
    ) {
        self.configuration = configuration
        self.http = http
        self.time = time
        self.random = random
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

    /// The keys that begin with a text, in the order of their bytes.
    public func keys(prefix: String) async throws -> [String] {
        var keys: [String] = []
        var token: String?
        repeat {
            var query = [("list-type", "2"), ("prefix", prefix)]
            if let token { query.append(("continuation-token", token)) }
            let body = try await call(Call(method: .GET, key: "", query: query.map { (name: $0.0, value: $0.1) }))
            let fields: [(path: String, text: String)]
            do {
                fields = try S3Document.texts(body)
            } catch {
                throw S3Error(.refused, "The list of \(place(prefix)) is no XML: \(error).")
            }
            keys += fields.filter { $0.path == "Contents/Key" }.map(\.text)
            let isCut = fields.contains { $0.path == "IsTruncated" && $0.text == "true" }
            token = isCut ? fields.first { $0.path == "NextContinuationToken" }?.text : nil
        } while token != nil
        return keys
    }

    private struct Call {
        var method: HTTPMethod
        var key: String
        var query: [(name: String, value: String)] = []
        var headers: [(name: String, value: String)] = []
        var body: [UInt8] = []
    }

    private func place(_ key: String) -> String { "s3://\(configuration.bucket)/\(key)" }

    /// Makes a call, again where the store is briefly away: after up to 0.2, 0.4 and 0.8 s.
    private func call(_ call: Call) async throws -> [UInt8] {
        let hash = SignatureV4.hash(call.body)
        var number = 1
        while true {
            do {
                return try await attempt(call, hash)
            } catch let error as S3Error where error.kind == .unavailable && number < Self.tries {
                try await time.sleep(for: .milliseconds(Int64(random.fraction() * Double(100 << number))))
                number += 1
            }
        }
    }

    private func attempt(_ call: Call, _ hash: String) async throws -> [UInt8] {
        do {
            let response = try await http.execute(request(call, hash), timeout: Self.timeout)
            let limit = call.method == .GET && call.query.isEmpty ? Int.max : Self.largestDocument
            let body = try await Self.collect(response, upTo: limit)
            let status = Int(response.status.code)
            guard (200..<300).contains(status) else {
                throw S3Error(status: status, body: body, method: call.method.rawValue, place: place(call.key))
            }
            return body
        } catch let error as S3Error {
            throw error
        } catch {
            try Task.checkCancellation()
            throw S3Error(
                .unavailable,
                "\(configuration.scheme)://\(configuration.host) cannot be reached for \(place(call.key)): \(Self.words(error))."
            )
        }
    }

    private static func words(_ error: any Error) -> String {
        (error as? HTTPClientError)?.shortDescription ?? "\(error)"
    }

    private func request(_ call: Call, _ hash: String) -> HTTPClientRequest {
        let now = time.now()
        let path = configuration.root + URIEncoding.encode(call.key, keepsSlash: true)
        let query = SignatureV4.query(call.query)
        var headers =
            call.headers + [
                ("host", configuration.host), ("x-amz-content-sha256", hash), ("x-amz-date", SignatureV4.stamp(now)),
            ]
        if let token = configuration.credentials?.sessionToken { headers.append(("x-amz-security-token", token)) }
        var request = HTTPClientRequest(
            url: "\(configuration.scheme)://\(configuration.host)\(path)\(query.isEmpty ? "" : "?\(query)")")
        request.method = call.method
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let credentials = configuration.credentials {
            let signer = SignatureV4(credentials: credentials, region: configuration.region)
            let signed = SignatureV4.Request(
                method: call.method.rawValue, path: path, query: call.query, headers: headers, payloadHash: hash)
            request.headers.add(name: "authorization", value: signer.authorization(signed, at: now))
        }
        // An empty object is an object too: its length has to be said.
        if call.method == .PUT { request.body = .bytes(call.body) }
        return request
    }

    private static func collect(_ response: HTTPClientResponse, upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        if let length = response.headers.first(name: "content-length").flatMap(Int.init), length <= limit {
            bytes.reserveCapacity(length)
        }
        for try await piece in response.body {
            guard bytes.count + piece.readableBytes <= limit else {
                throw S3Error(.refused, "The store's answer is longer than \(limit) bytes.")
            }
            bytes.append(contentsOf: piece.readableBytesView)
        }
        return bytes
    }
}
