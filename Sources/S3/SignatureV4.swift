import Crypto
import Domain

/// Signs requests to AWS and what speaks its protocol. Source: AWS General Reference, *Signature Version 4 signing process*.
public struct SignatureV4: Sendable {
    private let credentials: S3Credentials
    private let region: String
    private let service: String

    /// A signer for a region's service.
    public init(credentials: S3Credentials, region: String, service: String = "s3") {
        self.credentials = credentials
        self.region = region
        self.service = service
    }

    /// What of a request is signed.
    public struct Request: Sendable {
        /// The method, in capitals.
        public var method: String
        /// The path as it is sent, percent-encoded.
        public var path: String
        /// The query as it is sent: encoded and sorted.
        public var query: String
        /// Every header that is to be signed, `host` among them.
        public var headers: [(name: String, value: String)]
        /// SHA-256 of the body in hex.
        public var payloadHash: String

        /// From its parts, with a query that `SignatureV4.query` made.
        public init(
            method: String, path: String, query: String = "", headers: [(name: String, value: String)],
            payloadHash: String
        ) {
            self.method = method
            self.path = path
            self.query = query
            self.headers = headers
            self.payloadHash = payloadHash
        }
    }

    /// The query as it has to be sent: encoded, sorted by name, then by value.
    public static func query(_ query: [(name: String, value: String)]) -> String {
        self.query(query.map { (name: $0.name, value: Array($0.value.utf8)) })
    }

    /// The query of values that need not be UTF-8.
    static func query(_ query: [(name: String, value: [UInt8])]) -> String {
        query.map { (URIEncoding.encode($0.name), URIEncoding.encode($0.value)) }
            .sorted { $0 < $1 }
            .map { "\($0)=\($1)" }.joined(separator: "&")
    }

    /// The value of the `Authorization` header. The headers must hold `x-amz-date` with the same instant.
    public func authorization(_ request: Request, at instant: Timestamp) -> String {
        let stamp = Self.stamp(instant)
        let scope = "\(stamp.prefix(8))/\(region)/\(service)/aws4_request"
        let (canonical, signedHeaders) = Self.canonical(request)
        let toSign = "AWS4-HMAC-SHA256\n\(stamp)\n\(scope)\n\(Self.hash(Array(canonical.utf8)))"
        let signature = Self.hex(Self.mac(toSign, key(day: String(stamp.prefix(8)))))
        return "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), "
            + "SignedHeaders=\(signedHeaders), Signature=\(signature)"
    }

    /// An instant as the protocol writes it, for example `20150830T123600Z`.
    public static func stamp(_ instant: Timestamp) -> String {
        instant.description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }

    /// SHA-256 in lower-case hex.
    public static func hash(_ bytes: [UInt8]) -> String {
        hex(SHA256.hash(data: bytes))
    }

    static func canonical(_ request: Request) -> (text: String, signedHeaders: String) {
        var values: [String: [String]] = [:]
        for (name, value) in request.headers {
            let words = value.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
            values[name.lowercased(), default: []].append(words)
        }
        let names = values.keys.sorted()
        let headers = names.map { "\($0):\(values[$0, default: []].joined(separator: ","))\n" }.joined()
        let signed = names.joined(separator: ";")
        let text = [
            request.method, request.path, request.query, headers, signed, request.payloadHash,
        ].joined(separator: "\n")
        return (text, signed)
    }

    private func key(day: String) -> SymmetricKey {
        var key = SymmetricKey(data: Array("AWS4\(credentials.secretAccessKey)".utf8))
        for part in [day, region, service, "aws4_request"] {
            key = SymmetricKey(data: Array(Self.mac(part, key)))
        }
        return key
    }

    private static func mac(_ text: String, _ key: SymmetricKey) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
