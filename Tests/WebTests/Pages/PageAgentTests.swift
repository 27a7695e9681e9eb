import TestSupport
import Testing
import Wire

@testable import Web

@Suite("Pages of agents")
struct PageAgentTests {
    @Test("makes a token, shows it once, and withdraws it", .proves("FR-600.8", "FR-600.9", "FR-600.10"))
    func makesTokens() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            #expect(try await browser.get("/agents?dialog=add").body.contains(">Create token</button>"))
            let created = try await browser.submit("/agents/tokens", ["name": "Ann's NAS"])
            #expect(created.status == 201)
            let token = "art_" + created.guid(after: ">art_").prefix(43)
            #expect(token.count == 47 && created.body.contains("register --server http://127.0.0.1:\(site.port)"))
            #expect(created.body.contains("--name &#39;Ann&#39;\\&#39;&#39;s NAS&#39;"))
            let list = try await browser.get("/agents")
            #expect(list.body.contains("Ann&#39;s NAS") && !list.body.contains(token))
            let guid = list.guid(after: "name=\"token\" value=\"")
            let question = try await browser.get("/agents?dialog=withdraw&token=\(guid)").body
            #expect(
                question.contains("action=\"/agents/tokens/\(guid)/delete\"")
                    && question.contains("Nobody can register"))
            let withdrawn = try await browser.submit("/agents/tokens/\(guid)/delete")
            #expect(try await browser.follow(withdrawn).body.contains("The token was withdrawn."))
            #expect(try await !browser.get("/agents").body.contains("Open registration tokens"))
        }
    }

    @Test("renames, pauses and revokes, and says in place what is wrong")
    func changes() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let agent = try await site.agent("studio-nas")
            let question = try await browser.get("/agents?dialog=rename&agent=\(agent)")
            #expect(question.body.contains("action=\"/agents/\(agent)/rename\""))
            let empty = try await browser.submit("/agents/\(agent)/rename", ["name": ""])
            #expect(empty.status == 400 && empty.body.contains("id=\"field-name-error\""))
            _ = try await browser.submit("/agents/\(agent)/rename", ["name": "attic"])
            #expect(try await browser.get("/agents").body.contains("data-name=\"attic\""))
            _ = try await browser.submit("/agents/\(agent)/pause", ["paused": "true"])
            #expect(try await browser.get("/agents").body.contains("data-paused=\"true\""))
            _ = try await browser.submit("/agents/\(agent)/pause", ["paused": "false"])
            #expect(try await browser.get("/agents").body.contains("data-paused=\"false\""))
            let silent = try await browser.submit("/agents/\(agent)/revoke", ["reason": ""])
            #expect(silent.status == 400 && silent.body.contains("id=\"field-reason-error\""))
            _ = try await browser.submit("/agents/\(agent)/revoke", ["reason": "sold"])
            #expect(try await browser.get("/agents").body.contains("Revoked: sold"))
        }
    }

    @Test("shows one agent with what depends on it, and comes back to it after a change")
    func agentPage() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let agent = try await site.agent("studio-nas")
            let path = "/agents/\(agent)"
            #expect(try await browser.get("/agents").body.contains("href=\"\(path)\""))
            let fresh = try await browser.get(path).body
            #expect(fresh.contains("It has not been given a job yet.") && fresh.contains("None is bound to it."))
            #expect(fresh.contains("<code>/photos</code>") && fresh.contains("agt_key_"))
            let created = try await browser.submit(
                "/collections", ["name": "Weddings", "bound_agent_guid": agent, "location": "/photos/weddings"])
            #expect(try await browser.get(path).body.contains(try #require(created.location)))
            let token = try await browser.get(path).value(named: "csrf") ?? ""
            let renamed = try await browser.post(
                "\(path)/rename", ["name": "attic", "csrf": token],
                headers: ["referer": "http://127.0.0.1:\(site.port)\(path)", "origin": "http://127.0.0.1:\(site.port)"])
            #expect(renamed.location == path)
            let nameless = try await browser.post(
                "\(path)/rename", ["name": "", "csrf": token],
                headers: ["referer": "http://127.0.0.1:\(site.port)\(path)", "origin": "http://127.0.0.1:\(site.port)"])
            #expect(nameless.status == 400 && nameless.body.contains("id=\"field-name-error\""))
            #expect(nameless.body.contains("Folders it may read"), "the question stands over the agent's own page")
            #expect(try await browser.follow(renamed).body.contains("The agent is called attic now."))
            let elsewhere = try await browser.submit("\(path)/pause", ["paused": "true"])
            #expect(elsewhere.location == "/agents")
            _ = try await site.coordinator.accounts.createTeam(name: "Studio South")
            let stranger = try await site.person("bo@example.org", team: "Studio South", role: .administrator)
            #expect(try await stranger.get(path).status == 404)
        }
    }

    @Test(
        "names the collections of an agent that is to be deleted, and moves them all", .proves("FR-400.8", "FR-400.10"))
    func handsOver() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let agent = try await site.agent("studio-nas")
            let created = try await browser.submit(
                "/collections", ["name": "Weddings", "bound_agent_guid": agent, "location": "/photos/weddings"])
            let path = try #require(created.location)
            let alone = try await browser.get("/agents?dialog=delete&agent=\(agent)").body
            #expect(alone.contains("1 collection is bound to") && alone.contains("href=\"\(path)\">Weddings</a>"))
            #expect(alone.contains("No other agent is online") && !alone.contains("/agents/\(agent)/delete"))
            #expect(try await browser.submit("/agents/\(agent)/delete").status == 409)
            let heir = try await site.agent("second-nas")
            let offered = try await browser.get("/agents?dialog=delete&agent=\(agent)").body
            #expect(offered.contains("second-nas (second-nas.local)") && !offered.contains("studio-nas (studio"))
            let refused = try await browser.submit("/agents/\(agent)/delete", ["bound_agent_guid": "agt_x"])
            #expect(refused.status == 400 && refused.body.contains("id=\"field-bound_agent_guid-error\""))
            let deleted = try await browser.submit("/agents/\(agent)/delete", ["bound_agent_guid": heir])
            #expect(try await browser.follow(deleted).body.contains("studio-nas was deleted."))
            #expect(try await browser.get(path).body.contains("second-nas</a>"))
        }
    }

    @Test("lets members look, and administrators act", .proves("FR-100.1"))
    func asksForRole() async throws {
        try await PageSite.run { site in
            _ = try await site.administrator()
            let agent = try await site.agent("studio-nas")
            let member = try await site.person("max@example.org", team: "Studio North", role: .member)
            let list = try await member.get("/agents")
            #expect(list.body.contains("studio-nas") && !list.body.contains("Add an agent"))
            #expect(try await member.get("/agents?dialog=add").status == 403)
            #expect(try await member.submit("/agents/tokens", ["name": "x"]).status == 403)
            #expect(try await member.submit("/agents/\(agent)/delete").status == 403)
            #expect(try await member.get("/agents").body.contains("studio-nas"))
        }
    }
}
