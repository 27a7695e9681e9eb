import Testing

@testable import S3

/// Addresses of stores.
struct EndpointTests {
    @Test(
        "Host and port are taken apart",
        arguments: [
            ("https://s3.example.org", "s3.example.org", false), ("HTTP://h:9000/", "h", true),
            ("http://127.0.0.1:9000", "127.0.0.1", false), ("http://localhost", "localhost", false),
            ("http://store.localhost:1", "store.localhost", false), ("http://[::1]:9000", "::1", false),
            ("http://[fe80::1]", "fe80::1", true), ("http://127.0.0.1.example.org", "127.0.0.1.example.org", true),
            ("http://127.1", "127.1", true), ("https://10.0.0.1", "10.0.0.1", false),
        ])
    func parts(text: String, host: String, isInClear: Bool) throws {
        let endpoint = try #require(Endpoint(text))
        #expect(endpoint.host == host && endpoint.isInClear == isInClear)
        #expect(Endpoint(endpoint.description) == endpoint)
    }

    @Test(
        "What is no endpoint is refused",
        arguments: [
            "", "h", "h:9000", "ftp://h", "http://", "http:///", "https://u:p@h", "http://h/with/path", "http://h?x",
            "http://h#x", "http://h:0", "http://h:65536", "http://h:x", "http://h:", "http://:80", "http://[::1",
            "http://h\n",
            "http://h h", "http://ü", "http:/h", "http://[::1]9",
        ])
    func refused(_ text: String) {
        #expect(Endpoint(text) == nil)
    }

    @Test("Plain HTTP across a network is refused unless it is allowed")
    func encryption() throws {
        for (endpoint, isRefused) in [("http://h", true), ("https://h", false), ("http://127.0.0.1:1", false)] {
            let place = try S3Configuration(bucket: "b", endpoint: endpoint, credentials: nil)
            if isRefused {
                #expect(throws: S3Error.self) { try place.requireEncryption() }
            } else {
                try place.requireEncryption()
            }
        }
        try S3Configuration(bucket: "b", credentials: nil).requireEncryption()
    }

    @Test("An address with a path is split")
    func split() throws {
        let parts = try #require(Endpoint.split("https://oauth2.example.org/token"))
        #expect(parts.endpoint.authority == "oauth2.example.org" && parts.path == "/token")
    }
}
