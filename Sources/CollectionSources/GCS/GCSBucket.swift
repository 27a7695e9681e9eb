public import AsyncHTTPClient
public import Domain
public import S3

/// A bucket of Google Cloud Storage, whose folders are listed as those of a disk are.
public struct GCSBucket: Sendable {
    /// Why a bucket cannot be asked at all, and what to do.
    public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// What is wrong, and what to do.
        public let message: String
        /// The message.
        public var description: String { message }
    }

    /// Google's own endpoint.
    public static let usualEndpoint = "https://storage.googleapis.com"

    private let name: String
    private let key: ServiceAccountKey
    private let endpoint: Endpoint
    private let http: HTTPClient
    private let time: any TimeSource
    private let random: any RandomSource

    /// A bucket by its name, at Google's endpoint unless another is given, for example an emulator's; an `http` of the caller's
    /// own is theirs to shut down.
    /// - Throws: `Refusal` for a name that none can have, and for an endpoint, the key's own among them, that is no address or
    ///   is plain HTTP, unless it is on this machine or that is allowed. NFR-300.3.
    public init(
        _ name: String, key: ServiceAccountKey, endpoint: String = usualEndpoint, allowsPlainHTTP: Bool = false,
        http: HTTPClient = S3Client.sharedHTTP, time: any TimeSource = SystemTime(),
        random: any RandomSource = SystemRandom()
    ) throws(Refusal) {
        guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != slash }) else {
            throw Refusal(message: "\u{201C}\(name)\u{201D} is no name of a bucket.")
        }
        guard let place = Endpoint(endpoint) else {
            throw Refusal(message: "\(endpoint) is no endpoint; it must look like \(Self.usualEndpoint).")
        }
        for inClear in [place, Endpoint.split(key.tokenAddress)?.endpoint].compactMap({ $0 })
        where inClear.isInClear && !allowsPlainHTTP {
            throw Refusal(
                message: "\(inClear) is plain HTTP: tokens would cross the network in clear. Use https://, or allow "
                    + "plain HTTP if the network is yours.")
        }
        (self.name, self.key, self.endpoint, self.http, self.time, self.random) = (name, key, place, http, time, random)
    }

    /// Lists every object below a folder of the bucket, given as its path with or without a slash at the end; an empty one is the
    /// whole bucket. All else is as with `S3Bucket.list`.
    public func list(
        prefix: String, skipping rules: SkipRules = .default, isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (ListingProgress) -> Void = { _ in }
    ) async throws(ListingError) -> FileListing {
        try await BucketListing(
            pages(tries: S3Bucket.tries), BucketFolder(prefix), skipping: rules, isCancelled: isCancelled,
            progress: progress
        ).run()
    }

    /// Tries whether a folder of the bucket can be listed; `rules` are those of the entries that it shows.
    public func test(prefix: String, skipping rules: SkipRules = .default) async -> ConnectionTest {
        await pages(tries: S3Bucket.testTries).test(BucketFolder(prefix), skipping: rules)
    }

    private func pages(tries: Int) -> GCSPages {
        let calls = StoreCalls(http: http, time: time, random: random, tries: tries)
        return GCSPages(
            bucket: name, endpoint: endpoint, account: key.clientEmail, calls: calls,
            tokens: AccessTokens(key, calls: calls, time: time))
    }
}
