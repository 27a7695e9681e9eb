import TestSupport
import Testing
import Wire

@testable import Web

@Suite("The pipelines' pages")
struct PagePipelineTests {
    @Test("lead from nothing to a drawn pipeline, to its YAML, and back to nothing")
    func life() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            #expect(try await browser.get("/pipelines").body.contains("No pipeline yet"))
            #expect(try await browser.get("/pipelines").body.contains("href=\"/pipelines/new\""))
            let added = try await browser.submit("/pipelines", ["template": "raw-dng"])
            let path = try #require(added.location)
            let page = try await browser.follow(added)
            #expect(page.status == 200 && page.body.contains("was added. Runs take it where no other is chosen."))
            #expect(page.body.contains("<figure class=\"graph\">") && page.body.contains("No run has followed"))
            #expect(page.body.contains("Yes: runs take it") && !page.body.contains("Make default"))
            let yaml = try await browser.get("/api\(path)/pipeline.yaml")
            #expect(yaml.headers.first(name: "content-type") == "application/yaml; charset=utf-8")
            #expect(yaml.body.hasPrefix("processing_pipelines:"))
            let second = try #require(try await browser.submit("/pipelines", ["template": "raw-only"]).location)
            #expect(try await browser.get(second).body.contains("Make default"))
            let made = try await browser.follow(try await browser.submit("\(second)/default"))
            #expect(made.body.contains("where no other is chosen.") && !made.body.contains("Make default"))
            #expect(try await browser.get(path).body.contains("Make default"), "there is one default only")
            #expect(try await browser.get("\(path)?dialog=delete").body.contains("Results that followed it stay"))
            let deleted = try await browser.submit("\(path)/delete")
            #expect(deleted.location == "/pipelines")
            #expect(try await browser.follow(deleted).body.contains("was deleted. Its results stay."))
            #expect(try await browser.get(path).status == 404)
        }
    }

    @Test("let members read, and change nothing")
    func member() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let path = try #require(try await browser.submit("/pipelines", ["template": "raw-only"]).location)
            let member = try await site.person("max@example.org", team: "Studio North", role: .member)
            for address in ["/pipelines", path, "\(path)?dialog=delete"] {
                let page = try await member.get(address)
                #expect(page.status == 200 && !page.body.contains("<dialog"))
                #expect(!page.body.contains("Add a pipeline") && !page.body.contains(">Delete<"))
                #expect(!page.body.contains(">Edit<"))
            }
            #expect(try await member.submit("\(path)/default").status == 403)
            #expect(try await member.submit("\(path)/delete").status == 403)
            #expect(try await browser.get(path).status == 200)
        }
    }
}
