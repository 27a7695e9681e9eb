import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Wire

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// One way to the server for all calls: TLS, proxy, time limits.
final class HTTPTransport: Sendable {
    struct Answer: Sendable {
        let status: Int
        let body: ByteBuffer
        let retryAfter: Duration?
    }

    private static let largestAnswer = 8 * 1_048_576
    let address: ServerAddress
    private let client: HTTPClient
    private let leastTimeLimit: Duration

    init(address: ServerAddress, settings: AgentSettings) throws {
        self.address = address
        leastTimeLimit = settings.leastTimeLimit
        var configuration = HTTPClient.Configuration()
        configuration.tlsConfiguration = try Self.tls(settings)
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .milliseconds(max(.seconds(10), leastTimeLimit).wholeMilliseconds)
        // Calls fail at once while the network is away; our own backoff decides when to try again.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let proxy = settings.proxy {
            let place = try ServerAddress(proxy)
            configuration.proxy = .server(host: place.host, port: place.port)
        }
        client = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
    }

    static func tls(_ settings: AgentSettings) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if !settings.verifyTLS { configuration.certificateVerification = .none }
        if let file = settings.caFile {
            do {
                configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(file))
            } catch {
                throw AgentError(
                    code: "ca_unreadable",
                    message: "\(file) cannot be read as certificates in PEM. Name another with "
                        + "SAFELIGHT_AGENT_CA_FILE or `server.ca_file`.", exit: .configuration)
            }
        }
        return configuration
    }

    /// Sends a request and reads the whole answer within a time limit.
    /// - Throws: `ServerError` without a status where no answer came.
    func send(
        _ method: Route.Method, _ path: String, key: String?, body: (bytes: [UInt8], type: String)?,
        timeout: Duration
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "\(address.origin)\(address.path(path))")
        request.method = HTTPMethod(rawValue: method.rawValue)
        request.headers.add(name: "User-Agent", value: "safelight-agent/\(SafelightVersion.current)")
        if let key { request.headers.add(name: "Authorization", value: "Bearer \(key)") }
        if let body {
            request.headers.add(name: "Content-Type", value: body.type)
            request.body = .bytes(ByteBuffer(bytes: body.bytes))
        }
        do {
            let limit = max(timeout, leastTimeLimit)
            let response = try await client.execute(request, timeout: .milliseconds(limit.wholeMilliseconds))
            let answer = try await response.body.collect(upTo: Self.largestAnswer)
            let retryAfter = response.headers.first(name: "Retry-After").flatMap(Int64.init)
            return Answer(
                status: Int(response.status.code), body: answer, retryAfter: retryAfter.map { .seconds(max(0, $0)) })
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw unreachable(error)
        }
    }

    private func unreachable(_ error: any Error) -> ServerError {
        if let error = error as? HTTPClientError, error == .deadlineExceeded || error == .connectTimeout {
            return ServerError(status: nil, code: "timeout", message: "\(address) did not answer in time.")
        }
        return ServerError(
            status: nil, code: "unreachable", message: "\(address) cannot be reached: \(Self.words(for: error)).")
    }

    private static func words(for error: any Error) -> String {
        switch error {
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            "its certificate is not trusted, or is for another name; name its authority with --ca-file or SAFELIGHT_AGENT_CA_FILE"
        case let error as HTTPClientError: error.shortDescription
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { words(for: $0.error) } ?? "its name cannot be resolved"
        case let error as IOError: String(cString: strerror(error.errnoCode))
        default: "\(error)"
        }
    }

    deinit {
        // Whoever forgets to close leaks nothing; a second shutdown fails, which is as good.
        client.shutdown().whenComplete { _ in }
    }

    func close() async {
        do {
            try await client.shutdown()
        } catch {
            // Nothing is left to do with a client that is being thrown away.
        }
    }
}

extension ServerAddress {
    /// Scheme and authority.
    var origin: String { "\(isSecure ? "https" : "http")://\(authority)" }
}
