public import AsyncHTTPClient
public import Domain
public import S3

/// A bucket of AWS or of an S3-compatible store, whose folders are listed as those of a disk are.
public struct S3Bucket: Sendable {
    private let configuration: S3Configuration
    private let http: HTTPClient
    private let time: any TimeSource
    private let random: any RandomSource

    /// How often a request of a listing is tried in all, over some ten seconds.
    static let tries = 7
    /// How often the request of a test is tried in all: somebody waits for it.
    static let testTries = 2

    /// A bucket; an `http` of the caller's own is theirs to shut down.
    /// - Throws: `S3Error` for an endpoint that is plain HTTP, unless it is on this machine or that is allowed. NFR-300.3.
    public init(
        _ configuration: S3Configuration, allowsPlainHTTP: Bool = false, http: HTTPClient = S3Client.sharedHTTP,
        time: any TimeSource = SystemTime(), random: any RandomSource = SystemRandom()
    ) throws(S3Error) {
        if !allowsPlainHTTP { try configuration.requireEncryption() }
        (self.configuration, self.http, self.time, self.random) = (configuration, http, time, random)
    }

    /// Lists every object below a folder of the bucket, given as its path with or without a slash at the end; an empty one is the
    /// whole bucket. Paths in the listing are relative to it.
    ///
    /// Keys with a slash at their end are folders, not files; names that the rules leave out are left out wherever they stand in
    /// a path. `isCancelled` is asked before each page of 1,000; `progress` hears of each page and of the end, from one task at
    /// a time and with figures that only grow. Throws `ListingError` where the bucket cannot be listed, has nothing below the
    /// folder, or the caller or the task was cancelled.
    public func list(
        prefix: String, skipping rules: SkipRules = .default, isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (ListingProgress) -> Void = { _ in }
    ) async throws(ListingError) -> FileListing {
        try await BucketListing(
            pages(tries: Self.tries), BucketFolder(prefix), skipping: rules, isCancelled: isCancelled,
            progress: progress
        ).run()
    }

    /// Tries whether a folder of the bucket can be listed; `rules` are those of the entries that it shows.
    public func test(prefix: String, skipping rules: SkipRules = .default) async -> ConnectionTest {
        await pages(tries: Self.testTries).test(BucketFolder(prefix), skipping: rules)
    }

    private func pages(tries: Int) -> S3Pages {
        S3Pages(
            client: S3Client(configuration, http: http, time: time, random: random, tries: tries),
            place: "s3://\(configuration.bucket)")
    }
}

/// The pages of an S3 bucket.
private struct S3Pages: BucketPages {
    let client: S3Client
    let place: String

    func page(_ query: ObjectQuery) async throws -> ObjectPage {
        do {
            return try await client.page(query)
        } catch let error as S3Error {
            throw PlaceFailure(error.reason, error.message)
        }
    }
}

extension S3Error {
    /// What the error is to a test of the connection.
    fileprivate var reason: ConnectionTest.Reason {
        switch (cause, kind) {
        case (.noAnswer(let cause), _): ConnectionTest.Reason(cause)
        case (.unknownAccessKey, _): .wrongKey
        case (.wrongSecret, _): .wrongSecret
        case (.wrongSession, _): .sessionEnded
        case (.wrongClock, _): .wrongClock
        case (.otherRegion, _): .wrongRegion
        case (nil, .noBucket): .noBucket
        case (nil, .denied): .accessDenied
        case (nil, .unavailable): .unavailable
        case (nil, .missing), (nil, .configuration), (nil, .refused): .refused
        }
    }
}

extension ConnectionTest.Reason {
    /// Why no answer came.
    init(_ cause: StoreFailure.Cause) {
        self =
            switch cause {
            case .unknownHost: .unknownHost
            case .refused, .timedOut, .broken: .unreachable
            case .untrustedCertificate, .noTLS: .untrusted
            case .tooLong: .refused
            }
    }
}
