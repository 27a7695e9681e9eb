/// Where a bucket is, and who asks.
public struct S3Configuration: Sendable {
    /// How the bucket stands in the address.
    public enum Addressing: String, Sendable, CaseIterable {
        /// `https://HOST/BUCKET/KEY`, as most stores of one's own want it.
        case path
        /// `https://BUCKET.HOST/KEY`, as AWS wants it.
        case virtual
    }

    /// Where requests go.
    struct Address: Hashable {
        /// The store without the bucket, for messages.
        let endpoint: Endpoint
        /// The bucket's `Host`.
        let host: String
        /// What stands before every key.
        let root: String

        var origin: String { "\(endpoint.scheme)://\(host)" }
    }

    /// The bucket's name.
    public let bucket: String
    /// For example `eu-central-1`; many stores of one's own take `us-east-1`.
    public let region: String
    /// Who asks; nil for what everybody may read.
    public let credentials: S3Credentials?
    /// Nil for AWS, whose endpoint the region decides.
    private let endpoint: Endpoint?
    private let isVirtual: Bool

    /// A bucket at an endpoint, for example `https://minio.example.org:9000`; nil for AWS. By default AWS is addressed by host,
    /// all others by path, and so are buckets with a dot, whose host no certificate covers.
    /// - Throws: `S3Error` where the endpoint is no `http` or `https` address, or bucket or region cannot be names.
    public init(
        bucket: String, region: String = "us-east-1", endpoint: String? = nil, addressing: Addressing? = nil,
        credentials: S3Credentials?
    ) throws(S3Error) {
        guard !bucket.isEmpty, bucket.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else {
            throw S3Error(.configuration, "\u{201C}\(bucket)\u{201D} is no name of a bucket.")
        }
        guard Self.isRegion(region) else {
            throw S3Error(
                .configuration, "\u{201C}\(region)\u{201D} is no name of a region; it must look like eu-central-1.")
        }
        self.bucket = bucket
        self.region = region
        self.credentials = credentials
        self.endpoint = try endpoint.map(Self.parsed)
        isVirtual = (addressing ?? (endpoint == nil && !bucket.contains(".") ? .virtual : .path)) == .virtual
    }

    private static func parsed(_ text: String) throws(S3Error) -> Endpoint {
        guard let endpoint = Endpoint(text) else {
            throw S3Error(
                .configuration,
                "\(text) is no S3 endpoint; it must look like https://s3.example.org or http://HOST:PORT.")
        }
        return endpoint
    }

    static func isRegion(_ text: String) -> Bool {
        (1...63).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }

    /// Refuses to send names, and what signs them, in clear over a network. NFR-300.3.
    public func requireEncryption() throws(S3Error) {
        guard let endpoint, endpoint.isInClear else { return }
        throw S3Error(
            .configuration,
            "\(endpoint) is plain HTTP: what is in the bucket would cross the network in clear. Use https://, or "
                + "allow plain HTTP if the network is yours.")
    }

    /// Where the bucket is if it is in a region.
    func address(in region: String) -> Address {
        let endpoint = self.endpoint ?? Self.aws(region)
        return Address(
            endpoint: endpoint, host: isVirtual ? "\(bucket).\(endpoint.authority)" : endpoint.authority,
            root: isVirtual ? "/" : "/\(bucket)/")
    }

    /// Source: AWS General Reference, *Amazon S3 endpoints and quotas*.
    private static func aws(_ region: String) -> Endpoint {
        let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        guard let endpoint = Endpoint("https://s3.\(region).\(domain)") else {
            // `isRegion` holds for every region that comes here.
            preconditionFailure("a region is a part of a host's name")
        }
        return endpoint
    }
}
