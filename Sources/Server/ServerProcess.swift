import Coordinator
import Database
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals
import Web

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A running server: the HTTP side and the sweeps, until a signal ends it.
public struct ServerProcess: Sendable {
    private let installation: ServerInstallation
    private let endingSignals: [UnixSignal]

    /// A process over an opened installation that ends at these signals.
    public init(_ installation: ServerInstallation, endingSignals: [UnixSignal] = [.sigterm, .sigint]) {
        self.installation = installation
        self.endingSignals = endingSignals
    }

    /// Serves until a signal, then lets requests in flight end.
    /// - Parameter whenListening: is told the address, for example `http://127.0.0.1:8080`, once connections are taken.
    public func run(whenListening: @escaping @Sendable (String) -> Void) async throws {
        let configuration = installation.configuration
        let coordinator = installation.coordinator
        try await coordinator.claims.reloadRecentJobs()
        let relay = relay()
        let scheme = configuration.tlsCertificate == nil ? "http" : "https"
        let host = configuration.host
        var web = WebConfiguration(
            host: host, port: configuration.port, tls: configuration.tlsFiles, publicURL: configuration.publicURL,
            trustedProxies: try configuration.trustedProxies.map(Self.addressRange))
        let draining = Draining(for: .seconds(configuration.drainSeconds), coordinator.context.time)
        web.draining = draining
        let application = try application(web) { port in
            whenListening("\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)")
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                // Each ends before the one in front of it is told to: what requests still do is told to other servers.
                services: (relay.map { [.init(service: $0)] } ?? [])
                    + [.init(service: coordinator.sweeps), .init(service: application), .init(service: draining)],
                gracefulShutdownSignals: endingSignals, logger: coordinator.context.logger))
        do {
            try await group.run()
        } catch let error as IOError where [EADDRINUSE, EACCES, EADDRNOTAVAIL].contains(error.errnoCode) {
            throw CommandFailure(.unavailable, Self.cannotListen(host, configuration.port, error.errnoCode))
        } catch is SocketAddressError.UnknownHost {
            throw CommandFailure(.configuration, "\(host) is no address and no known name; mend --host.")
        }
    }

    /// Carries events to the other servers of a shared database; there is nobody else on SQLite.
    private func relay() -> EventRelay? {
        guard let url = installation.configuration.databaseURL else { return nil }
        let channel = PostgresNotifications(PostgresConfiguration(url: url.text, statementTimeout: .seconds(5)))
        return EventRelay(installation.coordinator.context, channel: channel)
    }

    private func application(
        _ web: WebConfiguration, whenListening: @escaping @Sendable (Int) async -> Void
    ) throws -> any Service {
        let coordinator = installation.coordinator
        do {
            return try buildApplication(
                coordinator: coordinator, configuration: web, logger: coordinator.context.logger,
                onServerRunning: whenListening)
        } catch {
            guard let certificate = installation.configuration.tlsCertificate else { throw error }
            throw CommandFailure(
                .configuration,
                "TLS cannot be set up with certificate \(certificate) and key \(installation.configuration.tlsKey ?? ""): "
                    + "both must be PEM files that belong together (\(error)).")
        }
    }

    private static func cannotListen(_ host: String, _ port: Int, _ code: CInt) -> String {
        switch code {
        case EADDRINUSE: "Port \(port) on \(host) is in use. Stop what listens there, or choose another --port."
        case EACCES: "Port \(port) may not be used without root. Choose one above 1023 with --port."
        default: "\(host) is no address of this machine. Choose another --host, for example 127.0.0.1 or 0.0.0.0."
        }
    }

    private static func addressRange(_ text: String) throws -> AddressRange {
        guard let range = AddressRange(text) else {
            throw CommandFailure(
                .configuration, "trusted_proxies names \(text); networks are written like 10.0.0.0/8 or 127.0.0.1/32.")
        }
        return range
    }
}

extension ServerConfiguration {
    fileprivate var tlsFiles: TLSFiles? {
        guard let tlsCertificate, let tlsKey else { return nil }
        return TLSFiles(certificatePath: tlsCertificate, keyPath: tlsKey)
    }
}
