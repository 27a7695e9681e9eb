import Domain
import TestSupport
import Testing

@testable import Web

@Suite("Pages of collections and jobs")
struct PageCollectionTests {
    @Test("creates a collection on an online agent, and says in place what is wrong", .proves("FR-400.7"))
    func creates() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            #expect(try await browser.get("/collections/new").body.contains("There is no agent yet"))
            let agent = try await site.agent("studio-nas")
            let form = try await browser.get("/collections/new")
            #expect(form.body.contains("studio-nas (studio-nas.local)"))
            let relative = ["name": "Weddings", "bound_agent_guid": agent, "location": "photos"]
            let refused = try await browser.submit("/collections", relative)
            #expect(refused.status == 400 && refused.body.contains("id=\"field-location-error\""))
            #expect(refused.value(named: "name") == "Weddings")
            let nameless = try await browser.submit("/collections", ["location": "/photos", "name": " "])
            #expect(nameless.status == 400 && nameless.body.contains("id=\"field-name-error\""))
            #expect(nameless.body.contains("id=\"field-bound_agent_guid-error\""))
            let right = relative.merging(["location": "/photos/weddings"]) { $1 }
            let created = try await browser.submit("/collections", right)
            let page = try await browser.follow(created)
            #expect(page.status == 200 && page.body.contains("Weddings was created."))
            #expect(page.body.contains("studio-nas"))
            #expect(try await !browser.follow(created).body.contains("Weddings was created."))
            let twice = try await browser.submit("/collections", right)
            #expect(twice.status == 409 && twice.body.contains("id=\"field-location-error\""))
            #expect(try await browser.get("/collections").body.contains("/photos/weddings"))
        }
    }

    @Test("renames, moves and deletes through dialogs", .proves("FR-400.10"))
    func changes() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let path = try await Self.collection(site, browser)
            #expect(try await browser.get("\(path)?dialog=move").body.contains("No other agent is online"))
            let other = try await site.agent("second-nas")
            #expect(try await browser.get("\(path)?dialog=move").body.contains("second-nas (second-nas.local)"))
            let empty = try await browser.submit("\(path)/rename", ["name": ""])
            #expect(empty.status == 400 && empty.body.contains("<dialog class=\"dialog\" open"))
            let renamed = try await browser.submit("\(path)/rename", ["name": "Feste <i>"])
            #expect(try await browser.follow(renamed).body.contains("Feste &lt;i&gt;</h1>"))
            let moved = try await browser.submit("\(path)/move", ["bound_agent_guid": other])
            #expect(try await browser.follow(moved).body.contains("has moved to second-nas"))
            let question = try await browser.get("\(path)?dialog=delete")
            #expect(question.body.contains("Delete Feste &lt;i&gt;?"))
            let deleted = try await browser.submit("\(path)/delete")
            #expect(deleted.location == "/collections")
            #expect(try await browser.get(path).status == 404)
        }
    }

    @Test("runs a tool, shows the job, cancels it and runs it again")
    func runs() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let path = try await Self.collection(site, browser)
            let started = try await browser.submit("\(path)/runs", ["tool": "photostats"])
            let job = try #require(started.location)
            #expect(job.hasPrefix("/jobs/job_"))
            let page = try await browser.get(job)
            #expect(page.body.contains("Why is it not running?") && page.body.contains("Pending"))
            #expect(try await browser.get("/jobs").body.contains(job))
            #expect(try await browser.get("/jobs?tool=photo_pairing").body.contains("No job fits this filter"))
            #expect(try await !browser.get("/jobs?view=done").body.contains(job))
            let cancelled = try await browser.submit("\(job)/cancel")
            #expect(try await browser.follow(cancelled).body.contains("The job was cancelled."))
            #expect(try await browser.get("/jobs?view=done&status=cancelled").body.contains(job))
            let again = try await browser.submit("\(job)/cancel")
            #expect(try await browser.follow(again).body.contains("flash-failed"))
            let retried = try await browser.submit("\(job)/retry")
            #expect(retried.location != job && retried.location?.hasPrefix("/jobs/job_") == true)
            #expect(try await browser.submit("\(path)/runs", ["tool": "magic"]).status == 400)
        }
    }

    @Test("says before a run is started that no agent can run it, and why", .proves("EC-1"))
    func warns() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let path = try await Self.collection(site, browser)
            #expect(try await !browser.get(path).body.contains("cannot run it now"))
            let agents = try await browser.get("/agents")
            let agent = try #require(Markup.tags(agents.body).compactMap { $0.attributes["data-agent"] }.first)
            _ = try await browser.submit("/agents/\(agent)/pause", ["paused": "true"])
            let page = try await browser.get(path)
            #expect(page.body.contains("studio-nas cannot run it now. It is paused."))
        }
    }

    @Test("shows nothing of another team's", .proves("EC-3"))
    func keepsTeamsApart() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let path = try await Self.collection(site, browser)
            let job = try #require(try await browser.submit("\(path)/runs", ["tool": "photostats"]).location)
            _ = try await site.coordinator.accounts.createTeam(name: "Others")
            let stranger = try await site.person("eve@example.org", team: "Others", role: .administrator)
            for address in [path, job] { #expect(try await stranger.get(address).status == 404) }
            #expect(try await stranger.submit("\(path)/delete").status == 404)
            #expect(try await stranger.submit("\(job)/cancel").status == 404)
            #expect(try await !stranger.get("/collections").body.contains("Weddings"))
            #expect(try await browser.get(path).status == 200)
        }
    }

    private static func collection(_ site: PageSite, _ browser: PageBrowser) async throws -> String {
        let agent = try await site.agent("studio-nas")
        let created = try await browser.submit(
            "/collections", ["name": "Weddings", "bound_agent_guid": agent, "location": "/photos/weddings"])
        return try #require(created.location)
    }
}
