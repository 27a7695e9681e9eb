import Domain
import TestSupport
import Testing

@testable import Web

@Suite("Pages of connectors")
struct PageConnectorTests {
    private static let s3 = [
        "type": "S3", "name": "Archive", "configuration.bucket": "photos", "configuration.region": "eu-central-1",
        "configuration.endpoint": "", "configuration.addressing": "auto", "credential_location": "pending",
        "credentials.access_key_id": "", "credentials.secret_access_key": "", "credentials.session_token": "",
    ]

    @Test(
        "creates a connector whose credentials live on agents, and says with which command",
        .proves("FR-300.9", "FR-300.1"))
    func pending() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            #expect(try await browser.get("/connectors").body.contains("No connector yet"))
            let form = try await browser.get("/connectors/new")
            #expect(form.body.contains("name=\"credentials.secret_access_key\""))
            #expect(try await browser.get("/connectors/new?type=SMB").body.contains("name=\"configuration.share\""))
            let wrong = try await browser.submit(
                "/connectors", Self.s3.merging(["configuration.bucket": "a/b", "name": "<i>"]) { $1 })
            #expect(wrong.status == 400 && wrong.body.contains("id=\"field-configuration.bucket-error\""))
            #expect(wrong.value(named: "name") == "<i>" && wrong.value(named: "configuration.bucket") == "a/b")
            let nameless = try await browser.submit("/connectors", Self.s3.merging(["name": ""]) { $1 })
            #expect(nameless.status == 400 && nameless.body.contains("Give the connector a name."))
            let made = try await browser.submit("/connectors", Self.s3)
            let path = try #require(made.location)
            let page = try await browser.follow(made).body
            #expect(page.contains("Archive was created. Enter its credentials on an agent next."))
            let guid = path.dropFirst("/connectors/".count)
            #expect(page.contains("safelight-agent connectors configure \(guid)") && page.contains("Pending"))
            let list = try await browser.get("/connectors").body
            #expect(list.contains("photos at eu-central-1") && list.contains("Pending"))
        }
    }

    @Test("takes credentials for the server, never shows them, and erases them where they move", .proves("FR-300.11"))
    func onTheServer() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let onServer = Self.s3.merging(["credential_location": "server"]) { $1 }
            let empty = try await browser.submit("/connectors", onServer)
            #expect(empty.status == 400 && empty.body.contains("Type the credentials in"))
            let secret = "s3cret \"<&>"
            let half = try await browser.submit(
                "/connectors", onServer.merging(["credentials.secret_access_key": secret]) { $1 })
            #expect(half.status == 400 && half.body.contains("id=\"field-credentials.access_key_id-error\""))
            #expect(!half.body.contains("s3cret"))
            let keys = ["credentials.access_key_id": "AKIA1", "credentials.secret_access_key": secret]
            let made = try await browser.submit("/connectors", onServer.merging(keys) { $1 })
            let path = try #require(made.location)
            #expect(try await browser.follow(made).body.contains("They rest on the server, encrypted."))
            let question = try await browser.get("\(path)?dialog=edit").body
            #expect(question.contains("The server’s copy is erased when you save."))
            for body in [question, try await browser.get(path).body, try await browser.get("/api\(path)").body] {
                #expect(!body.contains("s3cret") && !body.contains("AKIA1"))
            }
            let kept = try await browser.submit("\(path)/change", onServer.merging(["name": "Kept"]) { $1 })
            #expect(try await browser.follow(kept).body.contains("Kept was saved."))
            let moved = try await browser.submit("\(path)/change", Self.s3)
            #expect(try await browser.follow(moved).body.contains("Pending"))
            let back = try await browser.submit("\(path)/change", onServer)
            #expect(back.status == 400 && back.body.contains("Type the credentials in"))
        }
    }

    @Test("makes collections on connectors, and runs on them say what is missing")
    func collections() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            _ = try await site.agent("studio-nas")
            #expect(try await !browser.get("/collections/new").body.contains("On a connector"))
            let connector = try #require(try await browser.submit("/connectors", Self.s3).location)
            let guid = String(connector.dropFirst("/connectors/".count))
            #expect(try await browser.get("/collections/new").body.contains("On a connector"))
            let form = try await browser.get("/collections/new?connector=\(guid)")
            #expect(form.body.contains("Archive (S3, no working credentials)"))
            let wrong = try await browser.submit(
                "/collections", ["name": "All", "connector_guid": "con_x", "location": ""])
            #expect(wrong.status == 400 && wrong.body.contains("id=\"field-connector_guid-error\""))
            let made = try await browser.submit(
                "/collections", ["name": "All", "connector_guid": guid, "location": ""])
            let path = try #require(made.location)
            let page = try await browser.follow(made).body
            #expect(page.contains("href=\"\(connector)\">Archive</a>") && page.contains("all of it"))
            #expect(page.contains("No agent can reach this kind of storage. A run waits until one can."))
            #expect(try await browser.get("/").body.contains("No agent holds working credentials of this connector."))
            let job = try #require(try await browser.submit("\(path)/runs", ["tool": "photostats"]).location)
            #expect(try await browser.get(job).body.contains("source:s3"))
            let edited = try await browser.submit(
                "\(path)/change", ["name": "Part", "location": "/2026/", "pipeline_guid": ""])
            #expect(try await browser.follow(edited).body.contains("<code>2026</code>"))
            #expect(try await browser.get(connector).body.contains(">Part</a>"))
            #expect(try await browser.get("\(connector)?dialog=delete").body.contains("Delete it first"))
            #expect(try await browser.submit("\(connector)/delete").status == 409)
            _ = try await browser.submit("\(path)/delete")
            let deleted = try await browser.submit("\(connector)/delete")
            #expect(try await browser.follow(deleted).body.contains("Archive was deleted."))
        }
    }

    @Test("lets members look, and nobody else at all", .proves("EC-3"))
    func guarded() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let path = try #require(try await browser.submit("/connectors", Self.s3).location)
            let member = try await site.person("max@example.org", team: "Studio North", role: .member)
            let page = try await member.get("\(path)?dialog=edit")
            #expect(page.status == 200 && !page.body.contains("<dialog") && !page.body.contains(">Edit<"))
            #expect(try await member.get("/connectors/new").status == 403)
            #expect(try await member.submit("/connectors", Self.s3).status == 403)
            #expect(try await member.submit("\(path)/change", Self.s3).status == 403)
            #expect(try await member.submit("\(path)/delete").status == 403)
            _ = try await site.coordinator.accounts.createTeam(name: "Others")
            let stranger = try await site.person("eve@example.org", team: "Others", role: .administrator)
            #expect(try await stranger.get(path).status == 404)
            #expect(try await stranger.submit("\(path)/change", Self.s3).status == 404)
            #expect(try await stranger.submit("\(path)/delete").status == 404)
        }
    }
}
