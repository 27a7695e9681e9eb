/// Where a bucket is, and who asks.
public struct S3Configuration: Sendable {
    /// How the bucket stands in the address.
    public enum Addressing: String, Sendable, CaseIterable {
        /// `https://HOST/BUCKET/KEY`, as most stores of one's own want it.
        case path
        /// `https://BUCKET.HOST/KEY`, as AWS wants it.
        case virtual
    }

    /// The bucket's name.
    public let bucket: String
    /// For example `eu-central-1`; many stores of one's own take `us-east-1`.
    public let region: String
    /// Who asks; nil for what everybody may read.
    public let credentials: S3Credentials?
    let scheme: String
    let host: String
    let root: String

    /// A bucket at an endpoint, for example `https://minio.example.org:9000`; nil for AWS. By default AWS is addressed by host,
    /// all others by path.
    /// - Throws: `S3Error` where the endpoint is no `http` or `https` address.
    public init(
        bucket: String, region: String = "us-east-1", endpoint: String? = nil, addressing: Addressing? = nil,
        credentials: S3Credentials?
    ) throws {
        let address = endpoint ?? "https://s3.\(region).amazonaws.com"
        let parts = address.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3, ["http:", "https:"].contains(parts[0]), parts[1].isEmpty, !parts[2].isEmpty,
            parts.dropFirst(3).allSatisfy(\.isEmpty)
        else {
            throw S3Error(
                .configuration,
                "\(address) is no S3 endpoint; it must look like https://s3.example.org or http://HOST:PORT.")
        }
        guard !bucket.isEmpty, bucket.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else {
            throw S3Error(.configuration, "\u{201C}\(bucket)\u{201D} is no name of a bucket.")
        }
        self.bucket = bucket
        self.region = region
        self.credentials = credentials
        scheme = String(parts[0].dropLast())
        let isVirtual = (addressing ?? (endpoint == nil ? .virtual : .path)) == .virtual
        host = isVirtual ? "\(bucket).\(parts[2])" : String(parts[2])
        root = isVirtual ? "/" : "/\(bucket)/"
    }
}
