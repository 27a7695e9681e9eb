import Coordinator
import Logging
import ServiceLifecycle
import UnixSignals
import Web

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
        let scheme = configuration.tlsCertificate == nil ? "http" : "https"
        let host = configuration.host
        let web = WebConfiguration(
            host: host, port: configuration.port, tls: configuration.tlsFiles, publicURL: configuration.publicURL,
            trustedProxies: try configuration.trustedProxies.map(Self.addressRange))
        let application = try buildApplication(
            coordinator: coordinator, configuration: web, logger: coordinator.context.logger
        ) { port in
            whenListening("\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)")
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: application), .init(service: coordinator.sweeps)],
                gracefulShutdownSignals: endingSignals, logger: coordinator.context.logger))
        try await group.run()
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
