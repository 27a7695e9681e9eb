import AsyncHTTPClient
import Domain
import NIOCore
import NIOHTTP1

/// Sends requests to an object store, and again where the store is briefly away.
public struct StoreCalls: Sendable {
    /// What a store answered, whatever its status.
    public struct Answer: Sendable {
        /// The HTTP status.
        public let status: Int
        /// The headers.
        public let headers: HTTPHeaders
        /// The whole body.
        public let body: [UInt8]
    }

    private let http: HTTPClient
    private let time: any TimeSource
    private let random: any RandomSource
    private let tries: Int

    /// How long one try may take until the answer begins.
    private static let timeout: TimeAmount = .seconds(60)
    /// The longest wait between two tries.
    private static let longestWait: Duration = .seconds(5)

    /// Calls that are tried so many times in all, ≥ 1.
    public init(http: HTTPClient, time: any TimeSource, random: any RandomSource, tries: Int) {
        self.http = http
        self.time = time
        self.random = random
        self.tries = tries
    }

    /// Makes one try at a request to an endpoint, and reads an answer of at most so many bytes.
    /// - Throws: `StoreFailure`, `CancellationError`.
    public func send(_ request: HTTPClientRequest, to endpoint: String, upTo limit: Int) async throws -> Answer {
        do {
            let response = try await http.execute(request, timeout: Self.timeout)
            var body: [UInt8] = []
            if let length = response.headers.first(name: "content-length").flatMap(Int.init), length <= limit {
                body.reserveCapacity(length)
            }
            for try await piece in response.body {
                guard body.count + piece.readableBytes <= limit else {
                    throw StoreFailure(.tooLong, at: endpoint, detail: "more than \(limit) bytes")
                }
                body.append(contentsOf: piece.readableBytesView)
            }
            return Answer(status: Int(response.status.code), headers: response.headers, body: body)
        } catch let failure as StoreFailure {
            throw failure
        } catch {
            try Task.checkCancellation()
            throw StoreFailure(error, at: endpoint)
        }
    }

    /// Does something again while its error may pass, after up to 0.2, 0.4, 0.8, … 5 s each time: full jitter, so that many
    /// callers do not come back at once.
    public func repeating<Value>(
        while mayPass: (any Error) -> Bool, _ body: () async throws -> Value
    ) async throws -> Value {
        var number = 1
        while true {
            do {
                return try await body()
            } catch  where number < tries && mayPass(error) {
                let longest = min(Duration.milliseconds(100 << number), Self.longestWait)
                try await time.sleep(for: longest * random.fraction())
                number += 1
            }
        }
    }
}
