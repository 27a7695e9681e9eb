import Configuration
import Testing

@testable import Server

@Suite struct ServerConfigurationTests {
    @Test func defaultsNeedNothingButAHome() throws {
        let configuration = try read()
        #expect(configuration.dataDirectory == "/home/ann/.local/share/safelight")
        #expect(configuration.host == "127.0.0.1")
        #expect(configuration.port == 8080)
        #expect(configuration.migrates)
        #expect(configuration.trustedProxies.isEmpty)
    }

    @Test func flagsGoBeforeEnvironmentAndEnvironmentBeforeFile() throws {
        let flag = try read(flags: ["port": "1"], environment: ["SAFELIGHT_PORT": "2"], file: ["port": "3"])
        #expect(flag.port == 1)
        let environment = try read(environment: ["SAFELIGHT_PORT": "2"], file: ["port": "3"])
        #expect(environment.port == 2)
        #expect(try read(file: ["port": "3"]).port == 3)
    }

    @Test func everySettingHasAnEnvironmentName() throws {
        let configuration = try read(environment: [
            "SAFELIGHT_DATA_DIR": "/data", "SAFELIGHT_HOST": "::1", "SAFELIGHT_TLS_CERT": "c.pem",
            "SAFELIGHT_TLS_KEY": "k.pem", "SAFELIGHT_PUBLIC_URL": "https://photos.example.org/",
            "SAFELIGHT_TRUSTED_PROXIES": "10.0.0.0/8, 127.0.0.1/32", "SAFELIGHT_MIGRATE": "false",
            "SAFELIGHT_LOG_LEVEL": "debug",
        ])
        #expect(configuration.dataDirectory == "/data")
        #expect(configuration.host == "::1")
        #expect(configuration.tlsCertificate == "c.pem")
        #expect(configuration.publicURL == "https://photos.example.org")
        #expect(configuration.trustedProxies == ["10.0.0.0/8", "127.0.0.1/32"])
        #expect(!configuration.migrates)
        #expect(configuration.logLevel == .debug)
    }

    @Test(
        arguments: [
            ("port", "65536"), ("port", "web"), ("public_url", "photos.example.org"), ("migrate", "maybe"),
            ("log_level", "loud"), ("tls_cert", "alone.pem"), ("database_connections", "0"),
        ])
    func aWrongValueNamesItsSetting(name: String, value: String) {
        let failure = #expect(throws: CommandFailure.self) { try read(flags: [name: value]) }
        #expect(failure?.code == .configuration)
        #expect(failure?.description.contains(name) == true)
    }

    private func read(
        flags: [String: String] = [:], environment: [String: String] = [:], file: [String: String] = [:]
    ) throws -> ServerConfiguration {
        func provider(_ name: String, _ values: [String: String]) -> InMemoryProvider {
            InMemoryProvider(
                name: name,
                values: Dictionary(
                    uniqueKeysWithValues: values.map {
                        (AbsoluteConfigKey(["safelight", $0.key]), ConfigValue(.string($0.value), isSecret: false))
                    }))
        }
        let reader = ConfigReader(providers: [
            provider("flags", flags), EnvironmentVariablesProvider(environmentVariables: environment),
            provider("file", file),
        ])
        return try ServerConfiguration(reader, homeDirectory: "/home/ann")
    }
}
