import Domain
import TestSupport
import Testing
import Wire

@testable import Web

@Suite("The form that starts a run")
struct PageRunTests {
    @Test("offers every tool with what it is for, and takes the options of the chosen one only", .proves("EC-1"))
    func tools() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let path = try await Self.collection(site, browser, tools: Tool.allCases)
            let page = try await browser.get(path)
            for tool in Tool.allCases {
                let tag = Self.radio(tool, page)
                #expect(tag?.attributes["aria-describedby"] == "tool-\(tool.rawValue)-hint")
                #expect((tag?.attributes["checked"] != nil) == (tool == .photostats))
            }
            #expect(!page.body.contains("notice-warning"))
            var form = ["tool": "photostats", "read_sidecars": "yes", "pair_across_directories": "yes"]
            let full = try #require(try await browser.submit("\(path)/runs", form).location)
            #expect(
                try await Self.parameters(site, full) == RunParameters(readSidecars: true, pairAcrossDirectories: true))
            form["tool"] = "photo_pairing"
            form["pipeline_guid"] = "pip_left_over"
            let pairing = try #require(try await browser.submit("\(path)/runs", form).location)
            #expect(try await Self.parameters(site, pairing) == RunParameters())
        }
    }

    @Test("without a pipeline it leads to a first one, which becomes the default")
    func firstPipeline() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let path = try await Self.collection(site, browser, tools: Tool.allCases)
            let refused = try await browser.submit("\(path)/runs", ["tool": "pipeline_validation"])
            #expect(refused.status == 400 && refused.body.contains("Pipeline Validation needs a pipeline"))
            #expect(Self.radio(.pipelineValidation, refused)?.attributes["checked"] != nil, "what was chosen stays")
            let page = try await browser.get(path)
            #expect(page.body.contains("The team has no pipeline yet."))
            let template = try #require(
                Markup.tags(page.body).first { $0.name == "option" && $0.attributes["value"]?.isEmpty == false }?
                    .attributes["value"])
            let guid = page.guid(after: "name=\"collection\" value=\"")
            let added = try await browser.submit("/pipelines", ["template": template, "collection": guid])
            #expect(added.location == "\(path)?tool=pipeline_validation")
            let after = try await browser.follow(added)
            #expect(after.body.contains("was added. Runs take it where no other is chosen."))
            #expect(Self.radio(.pipelineValidation, after)?.attributes["checked"] != nil)
            let chosen = Markup.tags(after.body).first { $0.name == "option" && $0.attributes["selected"] != nil }
            let pipeline = try #require(chosen?.attributes["value"])
            let started = try await browser.submit(
                "\(path)/runs", ["tool": "pipeline_validation", "pipeline_guid": pipeline])
            let job = try await browser.follow(started)
            #expect(job.body.contains("<dt>Pipeline</dt>"))
            let twice = try await browser.submit("/pipelines", ["template": template, "collection": guid])
            #expect(try await browser.follow(twice).body.contains("flash-failed"))
            let wrong = try await browser.submit(
                "\(path)/runs", ["tool": "pipeline_validation", "pipeline_guid": "pip_x"])
            #expect(wrong.status == 400 && wrong.body.contains("field-pipeline_guid-error"))
        }
    }

    @Test("a member is told whom to ask, and may not add one")
    func member() async throws {
        try await PageSite.run { site in
            let path = try await Self.collection(site, try await site.administrator(), tools: Tool.allCases)
            let member = try await site.person("max@example.org", team: "Studio North", role: .member)
            let page = try await member.get(path)
            #expect(page.body.contains("Ask an administrator to add one") && !page.body.contains("name=\"template\""))
            #expect(try await member.submit("/pipelines", ["template": "raw-only"]).status == 403)
        }
    }

    @Test("says which tools the agent lacks", .proves("FR-450.4"))
    func missing() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let page = try await browser.get(try await Self.collection(site, browser, tools: [.photostats]))
            #expect(page.body.contains("studio-nas does not have Photo Pairing."))
            #expect(page.body.contains("studio-nas does not have Pipeline Validation."))
            #expect(!page.body.contains("studio-nas does not have PhotoStats."))
        }
    }

    private static func radio(_ tool: Tool, _ page: PageAnswer) -> Markup.Tag? {
        Markup.tags(page.body).first { $0.name == "input" && $0.attributes["id"] == "tool-\(tool.rawValue)" }
    }

    private static func parameters(_ site: PageSite, _ job: String) async throws -> RunParameters {
        let guid = try #require(JobID(String(job.dropFirst("/jobs/".count))))
        return try await site.parameters(guid)
    }

    private static func collection(_ site: PageSite, _ browser: PageBrowser, tools: [Tool]) async throws -> String {
        let agent = try await site.agent("studio-nas", tools: tools)
        let created = try await browser.submit(
            "/collections", ["name": "Weddings", "bound_agent_guid": agent, "location": "/photos/weddings"])
        return try #require(created.location)
    }
}
