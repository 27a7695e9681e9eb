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

    @Test("edits and deletes through dialogs, and says in place what is wrong", .proves("FR-400.10"))
    func changes() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let path = try await Self.collection(site, browser)
            let own = try await site.agent("own-nas")
            let alone = try await browser.get("\(path)?dialog=edit")
            #expect(alone.value(named: "name") == "Weddings" && alone.value(named: "location") == "/photos/weddings")
            let other = try await site.agent("second-nas")
            #expect(try await browser.get("\(path)?dialog=edit").body.contains("second-nas (second-nas.local)"))
            let form = ["name": "Feste <i>", "location": "/feste", "bound_agent_guid": other, "pipeline_guid": ""]
            for (field, wrong) in [("name", ""), ("location", "feste"), ("bound_agent_guid", "agt_x")] {
                let refused = try await browser.submit("\(path)/change", form.merging([field: wrong]) { $1 })
                #expect(refused.status == 400 && refused.body.contains("<dialog class=\"dialog\" open"))
                #expect(refused.body.contains("id=\"field-\(field)-error\""))
                #expect(refused.value(named: "name") == (field == "name" ? "" : "Feste <i>"))
            }
            _ = try await browser.submit(
                "/collections", ["name": "Taken", "bound_agent_guid": own, "location": "/taken"])
            let taken = ["location": "/taken", "bound_agent_guid": own]
            let twice = try await browser.submit("\(path)/change", form.merging(taken) { $1 })
            #expect(twice.status == 409 && twice.body.contains("id=\"field-location-error\""))
            let page = try await browser.follow(try await browser.submit("\(path)/change", form)).body
            #expect(page.contains("Feste &lt;i&gt;</h1>") && page.contains("<code>/feste</code>"))
            #expect(page.contains("second-nas</a>"))
            let question = try await browser.get("\(path)?dialog=delete")
            #expect(question.body.contains("Delete Feste &lt;i&gt;?"))
            let deleted = try await browser.submit("\(path)/delete")
            #expect(deleted.location == "/collections")
            #expect(try await browser.get(path).status == 404)
        }
    }

    @Test("finds collections by words and by agent, and keeps both from page to page")
    func finds() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            _ = try await Self.collection(site, browser)
            #expect(try await !browser.get("/collections").body.contains("type=\"search\""))
            let other = try await site.agent("second-nas")
            for number in 1...30 {
                _ = try await browser.submit(
                    "/collections",
                    ["name": "Feste \(number)", "bound_agent_guid": other, "location": "/feste/\(number)"])
            }
            let found = try await browser.get("/collections?q=WEDD").body
            #expect(found.contains("/photos/weddings") && !found.contains("/feste/1"))
            let none = try await browser.get("/collections?q=wedd&agent=\(other)").body
            #expect(none.contains("No collection fits") && !none.contains("/photos/weddings"))
            let first = try await browser.get("/collections?q=feste&agent=\(other)")
            let next = try #require(
                Markup.tags(first.body).first { $0.attributes["rel"] == "next" }?.attributes["href"])
            #expect(next.contains("q=feste") && next.contains("agent=\(other)"))
            let second = try await browser.get(next).body
            #expect(second.contains("/feste/9<") && !second.contains("/photos/weddings"))
            #expect(try await browser.get("/collections?agent=agt_nobody").status == 404)
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
            #expect(try await browser.get("/jobs").body.contains("Active <small>1</small>"))
            let question = try await browser.get("\(job)?dialog=cancel").body
            #expect(question.contains("Cancel this job?") && question.contains("<strong>Weddings</strong>"))
            let cancelled = try await browser.submit("\(job)/cancel")
            #expect(cancelled.location == job)
            #expect(try await browser.follow(cancelled).body.contains("The job was cancelled."))
            #expect(try await !browser.get("\(job)?dialog=cancel").body.contains("<dialog"))
            #expect(try await browser.get("/jobs").body.contains("Done <small>1</small>"))
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
