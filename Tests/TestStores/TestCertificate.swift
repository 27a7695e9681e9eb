import Foundation
import NIOSSL
import TestSupport

/// A certificate that signs itself, for servers of tests.
public struct TestCertificate: Sendable {
    /// Why there is none.
    public struct Failure: Error {}

    /// What a server needs.
    public let server: TLSConfiguration
    /// What a client trusts that knows this server.
    public let client: TLSConfiguration

    /// A certificate for a name. Takes openssl, and a moment.
    public init(for name: String) throws {
        let folder = try TemporaryFolder()
        let (certificate, key) = (folder.path + "/certificate.pem", folder.path + "/key.pem")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-keyout", key, "-out", certificate,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure() }
        let chain = try NIOSSLCertificate.fromPEMFile(certificate)
        server = .makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        var client = TLSConfiguration.makeClientConfiguration()
        client.trustRoots = .certificates(chain)
        self.client = client
        withExtendedLifetime(folder) {}
    }
}
