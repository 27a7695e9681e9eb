import HummingbirdCore
import HummingbirdTLS
import NIOSSL

extension HTTPServerBuilder {
    /// Builds Safelight's server: HTTP/1.1 with WebSockets on any request, over TLS 1.2 or later if files are given.
    /// Throws if a certificate or key cannot be read.
    public static func safelight(
        gate: @escaping SocketGate, configuration: ConnectionConfiguration = .init(), tls: TLSFiles? = nil
    ) throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder { responder in
            ConnectionChannel(responder: responder, gate: gate, configuration: configuration)
        }
        guard let tls else { return plain }
        return try .tls(plain, tlsConfiguration: tls.configuration())
    }
}

extension TLSFiles {
    /// Reads the files.
    func configuration() throws -> TLSConfiguration {
        let chain = try NIOSSLCertificate.fromPEMFile(certificatePath).map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(file: keyPath, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }
}
