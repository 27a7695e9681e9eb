import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Why a store gave no answer at all.
public struct StoreFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Cause: Hashable, Sendable {
        /// The name service knows no such machine.
        case unknownHost
        /// The machine is there, and nobody listens at the port.
        case refused
        /// Nobody answered in time.
        case timedOut
        /// The certificate is not one that this machine trusts for the name.
        case untrustedCertificate
        /// It does not speak TLS, or not as we do.
        case noTLS
        /// The connection broke, or could not be made for another reason.
        case broken
        /// The answer is longer than any that is expected.
        case tooLong
    }

    /// What went wrong.
    public let cause: Cause
    /// What happened, to what, and what to do.
    public let message: String

    /// The message.
    public var description: String { message }

    init(_ cause: Cause, at endpoint: String, detail: String = "") {
        self.cause = cause
        let words = detail.isEmpty ? "" : " (\(detail))"
        message =
            switch cause {
            case .unknownHost:
                "\(endpoint) cannot be reached: there is no machine of that name. "
                    + "Check how the endpoint is written, and that this machine is on the network."
            case .refused:
                "\(endpoint) cannot be reached: nothing answers at that port. "
                    + "Check the endpoint's port, and that the store is running."
            case .timedOut:
                "\(endpoint) cannot be reached: it did not answer in time. Check the network and its firewall."
            case .untrustedCertificate:
                "\(endpoint) cannot be trusted: its certificate is not one that this machine accepts for that name"
                    + "\(words). Check the endpoint's name and this machine's clock, or let this machine trust the "
                    + "authority that issued the certificate."
            case .noTLS:
                "\(endpoint) cannot be reached: no encrypted connection comes about\(words). "
                    + "Check whether the endpoint's port is right, and whether it begins with https:// or http://."
            case .broken: "\(endpoint) cannot be reached: the connection failed\(words). Try again."
            case .tooLong: "\(endpoint) sent an answer that is too long\(words). Check that it is an object store."
            }
    }
}

extension StoreFailure {
    /// What an error of the HTTP client means.
    init(_ error: any Error, at endpoint: String) {
        switch error {
        case let error as NIOConnectionError where error.connectionErrors.isEmpty:
            self.init(.unknownHost, at: endpoint)
        case let error as NIOConnectionError: self.init(error.connectionErrors[0].error, at: endpoint)
        case let error as HTTPClientError where Self.timeouts.contains(error): self.init(.timedOut, at: endpoint)
        case let error as HTTPClientError: self.init(.broken, at: endpoint, detail: error.shortDescription)
        case is NIOSSLExtraError: self.init(.untrustedCertificate, at: endpoint, detail: "it is for another name")
        case NIOSSLError.handshakeFailed(let reason):
            let isUntrusted = "\(reason)".contains("CERTIFICATE_VERIFY_FAILED")
            self.init(isUntrusted ? .untrustedCertificate : .noTLS, at: endpoint)
        case is NIOSSLError, is BoringSSLError: self.init(.noTLS, at: endpoint)
        case ChannelError.connectTimeout: self.init(.timedOut, at: endpoint)
        case let error as IOError where error.errnoCode == ECONNREFUSED: self.init(.refused, at: endpoint)
        case let error as IOError where error.errnoCode == ETIMEDOUT: self.init(.timedOut, at: endpoint)
        case let error as IOError:
            self.init(.broken, at: endpoint, detail: String(cString: strerror(error.errnoCode)))
        default: self.init(.broken, at: endpoint, detail: "\(error)")
        }
    }

    private static let timeouts: [HTTPClientError] = [
        .connectTimeout, .readTimeout, .writeTimeout, .tlsHandshakeTimeout, .deadlineExceeded,
        .getConnectionFromPoolTimeout, .httpProxyHandshakeTimeout,
    ]
}
