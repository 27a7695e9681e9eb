import Coordinator
import Foundation
import TestSupport
import Testing

@testable import Web

@Suite("Forms and where they come from")
struct PageFormTests {
    @Test("reads what browsers send")
    func parses() {
        let values = FormBody.parse("name=In%C3%AAs+M%26M&empty=&bare&twice=1&twice=2&bad=%zz%4")
        #expect(values["name"] == "Inês M&M")
        #expect(values["empty"] == "" && values["bare"] == "")
        #expect(values["twice"] == "2")
        #expect(values["bad"] == "%zz%4")
    }

    @Test("puts an error beside its field, or above the form where it has none")
    func placesErrors() {
        let form = FormState(values: ["name": " x "])
        #expect(form["name"] == "x" && form["other"] == "")
        let beside = form.with(.invalidField("name", "must not be empty"))
        #expect(beside.errors == ["name": "Must not be empty."] && beside.message == nil)
        let above = form.with(.invalidField("location", "must be an absolute path"))
        #expect(above.errors.isEmpty && above.message == "location must be an absolute path")
    }

    @Test("leads back to paths of this site only")
    func localPaths() {
        #expect(AccountHandlers.localPath("/jobs?view=done") == "/jobs?view=done")
        for path in ["//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x", "", nil] {
            #expect(AccountHandlers.localPath(path) == nil)
        }
    }

    @Test("serves assets for ever under their version, and not at all under no name")
    func assets() throws {
        let current = AssetRoutes.response(version: AssetLibrary.version, name: "app.js", takesGzip: false)
        #expect(current.status == .ok && current.headers[.contentType] == "text/javascript; charset=utf-8")
        #expect(current.headers[.cacheControl] == "public, max-age=31536000, immutable")
        #expect(
            AssetRoutes.response(version: "old", name: "app.js", takesGzip: true).headers[.cacheControl] == "no-cache")
        #expect(
            AssetRoutes.response(version: AssetLibrary.version, name: "../secret", takesGzip: true).status == .notFound)
    }

    @Test("scripts hold no paths and import only each other")
    func scripts() throws {
        for asset in AssetLibrary.all where asset.name.hasSuffix(".js") {
            let text = String(decoding: asset.bytes, as: UTF8.self)
            for line in text.split(separator: "\n") where line.hasPrefix("import ") {
                let name = try #require(line.split(separator: "'").dropFirst().first).dropFirst(2)
                #expect(AssetLibrary.asset(String(name)) != nil, "\(asset.name): \(line)")
            }
            for path in ["'/api", "'/jobs", "'/agents", "'/ws", "'/collections", "'/pipelines"] {
                #expect(!text.contains(path))
            }
            #expect(text.split(separator: "\n").count < 200)
        }
    }
}

@Suite("Assets on their way")
struct AssetCompressionTests {
    @Test("go out compressed to whoever takes gzip, and unfold to what they were")
    func unfolds() async throws {
        for asset in AssetLibrary.all {
            let plain = AssetRoutes.response(version: AssetLibrary.version, name: asset.name, takesGzip: false)
            #expect(plain.headers[.contentEncoding] == nil && plain.headers[.vary] == "Accept-Encoding")
            guard let compressed = AssetLibrary.compressed(asset.name) else { continue }
            let answer = AssetRoutes.response(version: AssetLibrary.version, name: asset.name, takesGzip: true)
            #expect(answer.headers[.contentEncoding] == "gzip" && answer.headers[.eTag] != plain.headers[.eTag])
            #expect(answer.body.contentLength == compressed.count && compressed.count < asset.bytes.count)
        }
        let style = try #require(AssetLibrary.asset("safelight.css")).bytes
        let packed = try #require(AssetLibrary.compressed("safelight.css"))
        #expect(packed.count * 3 < style.count)
        let folder = try TemporaryFolder()
        try Data(packed).write(to: URL(filePath: "\(folder.path)/style.gz"))
        let unpacking = Process()
        unpacking.executableURL = URL(filePath: "/bin/gzip")
        unpacking.arguments = ["--decompress", "\(folder.path)/style.gz"]
        try unpacking.run()
        unpacking.waitUntilExit()
        #expect(unpacking.terminationStatus == 0)
        #expect(try Array(Data(contentsOf: URL(filePath: "\(folder.path)/style"))) == style)
    }

    @Test(
        "are compressed for whom the header says so",
        arguments: [
            (["gzip, deflate, br"], true), (["br", "gzip;q=0.5"], true), (["*"], true), (["gzip;q=0"], false),
            (["*;q=0, gzip"], true), (["identity"], false), ([], false), (["*, gzip; q=0.0"], false), (["GZIP"], true),
        ])
    func header(_ values: [String], _ takes: Bool) {
        #expect(AssetRoutes.takesGzip(values) == takes)
    }
}
