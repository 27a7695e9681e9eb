import Domain
import TestSupport
import Testing
import Wire

@testable import Web

@Suite("Words and numbers on pages")
struct PageWordsTests {
    @Test("health calls nothing well beside a number that should be zero")
    func health() {
        func words(_ tool: Tool, _ figures: JSONValue) -> String? {
            CollectionFigures.health(of: [(tool, figures)])?.text
        }
        #expect(
            words(.photoPairing, ["invalid_files_count": 0, "ambiguous_groups_count": 6658]) == "6,658 ambiguous groups"
        )
        #expect(words(.photostats, ["orphaned_images_count": 1, "empty_files_count": 2]) == "1 orphan, 2 empty files")
        #expect(words(.photostats, ["case_collisions_count": 0, "broken_sidecars_count": 0]) == "No trouble")
        #expect(CollectionFigures.health(of: []) == nil)
    }

    @Test("the badge says in words what its colour says", .proves("FR-600.4", "FR-600.5", "FR-600.6"))
    func badge() {
        let offline = PoolBadge(pool: PageFixtures.pool(online: 0, idle: 0, running: 0))
        #expect(offline.text == "Offline" && offline.label == "Agents: none is online")
        let idle = PoolBadge(pool: PageFixtures.pool(online: 3, idle: 2, running: 0))
        #expect(idle.text == "2 idle" && idle.label == "Agents: 2 agents idle")
        let running = PoolBadge(pool: PageFixtures.pool(online: 3, idle: 2, running: 1))
        #expect(running.text == "1 running" && running.label == "Agents: 1 job running")
        #expect(running.html.markup.contains("data-state=\"running\""))
    }

    @Test("the badge stands between bell and user card, and leads to the agents", .proves("FR-600.1", "FR-600.2"))
    func placesBadge() throws {
        for entry in PageGallery.entries where entry.page.markup.contains("class=\"shell\"") {
            let page = entry.page.markup
            let bell = try #require(page.firstRange(of: "class=\"icon-button bell\"")).lowerBound
            let badge = try #require(page.firstRange(of: "class=\"icon-button pool\" href=\"/agents\"")).lowerBound
            let card = try #require(page.firstRange(of: "class=\"menu user-card\"")).lowerBound
            #expect(bell < badge && badge < card)
            let column = page[try #require(page.firstRange(of: "<nav class=\"navigation\"")).lowerBound...]
                .split(separator: "</nav>")[0]
            #expect(!column.contains("/agents"))
        }
    }

    @Test("says how long ago, or in how long, with the exact time beside it")
    func moments() {
        #expect(Moment.words(.seconds(-3)) == "just now")
        #expect(Moment.words(.seconds(-59)) == "59 s ago")
        #expect(Moment.words(.seconds(7200)) == "in 2 h")
        #expect(Moment.words(.seconds(86_399)) == "in 24 h")
        #expect(Moment.words(.seconds(-7199)) == "1 h ago")
        #expect(Moment.words(.seconds(-86_400)) == "1 day ago")
        let html = Moment.relative(PageFixtures.ago(300), now: PageFixtures.now).markup
        #expect(html.contains("datetime=\"\(PageFixtures.ago(300))\"") && html.contains(">5 min ago</time>"))
    }

    @Test("quotes what a shell would read otherwise")
    func shellWords() {
        #expect(ShellWord.quoted("studio-nas") == "studio-nas")
        #expect(ShellWord.quoted("") == "''")
        #expect(ShellWord.quoted("$(rm -rf /)") == "'$(rm -rf /)'")
        #expect(ShellWord.quoted("Ann's") == "'Ann'\\''s'")
    }

    @Test("names capabilities, and leaves out what is a secret's place")
    func capabilities() {
        #expect(AgentCapability.title("tool:photostats:1.0.0") == "PhotoStats 1.0.0")
        #expect(AgentCapability.title("tool:new_tool") == "new_tool")
        #expect(AgentCapability.title("local_filesystem") == "Local folders")
        #expect(AgentCapability.title("connector:con_1") == nil)
    }

    @Test("tells a job's story in order")
    func timeline() {
        let texts = JobTimeline(job: PageFixtures.failed(9)).steps.map(\.text)
        #expect(texts.first == "Created" && texts.last == "Failed")
        #expect(texts.contains("Attempt 1 was lost with its agent"))
        let instants = JobTimeline(job: PageFixtures.failed(9)).steps.map(\.instant)
        #expect(instants == instants.sorted())
    }

    @Test("keeps a filter over tabs and pages, but no status of the other tab")
    func jobsPath() {
        let model = JobsModel(filter: .init(status: .running, tool: .photostats), page: .none)
        #expect(model.path().address == "/jobs?status=running&tool=photostats")
        #expect(model.path(view: .done, cursor: "a=b").address == "/jobs?view=done&tool=photostats&cursor=a%3Db")
    }

    @Test("says of an agent what it is, can and does", .proves("FR-100.6"))
    func describesAgents() {
        let row = AgentRow(
            agent: PageFixtures.agents[0], job: PageFixtures.job(1, .running), frame: PageFixtures.frame())
        for fact in ["studio-nas", "Running", "PhotoStats 1.0.0", "12 s ago", "PhotoStats on Weddings 2026"] {
            #expect(row.html.markup.contains(fact))
        }
    }

    @Test("offers online agents that read local folders, and no others", .proves("FR-400.1", "FR-400.2", "FR-400.3"))
    func offersAgents() {
        let blind = PageFixtures.agent(9, "blind", capabilities: ["tool:photostats"])
        let offered = NewCollectionPage.offered(PageFixtures.agents + [blind])
        #expect(offered.map(\.guid) == [1, 2, 3, 7].map { PageFixtures.id("agt_", $0) })
    }
}
