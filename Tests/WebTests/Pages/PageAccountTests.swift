import TestSupport
import Testing

@testable import Web

@Suite("Set-up and sign-in")
struct PageAccountTests {
    @Test("leads strangers to set-up first, and to sign-in ever after")
    func leadsStrangers() async throws {
        try await PageSite.run { site in
            #expect(try await site.browser().get("/collections").location == "/setup")
            #expect(try await site.browser().get("/sign-in").location == "/setup")
            let administrator = try await site.administrator()
            #expect(try await administrator.get("/").location == "/collections")
            #expect(try await administrator.get("/collections").status == 200)
            let stranger = site.browser()
            #expect(try await stranger.get("/jobs?view=done").location == "/sign-in?next=%2Fjobs%3Fview%3Ddone")
            #expect(try await stranger.get("/setup").location == "/sign-in")
            let second = try await stranger.post("/setup", ["code": site.setupCode])
            #expect(second.location == "/sign-in")
        }
    }

    @Test("says beside the field what is wrong with set-up, and keeps what was typed")
    func mendsSetUp() async throws {
        try await PageSite.run { site in
            let fields = [
                "code": "aaaa-bbbb-cccc", "team_name": "Studio <b>", "name": "Ann", "email": "ann@example.org",
                "password": "long enough for this",
            ]
            let wrongCode = try await site.browser().post("/setup", fields)
            #expect(wrongCode.status == 403)
            #expect(wrongCode.body.contains("id=\"field-code-error\""))
            #expect(wrongCode.value(named: "team_name") == "Studio <b>")
            #expect(wrongCode.value(named: "password") == "")
            let right = fields.merging(["code": site.setupCode]) { $1 }
            let badEmail = try await site.browser().post("/setup", right.merging(["email": "ann"]) { $1 })
            #expect(badEmail.status == 400 && badEmail.body.contains("id=\"field-email-error\""))
            let short = try await site.browser().post("/setup", right.merging(["password": "short"]) { $1 })
            #expect(short.status == 400 && short.body.contains("id=\"field-password-error\""))
            let empty = try await site.browser().post("/setup", ["code": site.setupCode])
            #expect(empty.status == 400 && empty.body.contains("Give your team a name."))
        }
    }

    @Test("opens a session for the right password only, and leads back")
    func signsIn() async throws {
        try await PageSite.run { site in
            _ = try await site.administrator()
            let browser = site.browser()
            let wrong = try await browser.post(
                "/sign-in", ["email": "ines@studio-north.example", "password": "guess", "next": "/jobs"])
            #expect(wrong.status == 401)
            #expect(wrong.body.contains("Email or password is wrong."))
            #expect(wrong.value(named: "email") == "ines@studio-north.example")
            #expect(wrong.value(named: "next") == "/jobs")
            #expect(await !browser.hasCookie(SessionCookie.name))
            let right = ["email": "ines@studio-north.example", "password": PageSite.password]
            let answer = try await browser.post("/sign-in", right.merging(["next": "/jobs?view=done"]) { $1 })
            #expect(answer.location == "/jobs?view=done")
            let cookie = try #require(answer.headers.first(name: "set-cookie"))
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
            let elsewhere = try await browser.post("/sign-in", right.merging(["next": "//evil.example"]) { $1 })
            #expect(elsewhere.location == "/")
            #expect(try await browser.submit("/sign-out").location == "/sign-in")
            #expect(try await browser.get("/jobs").location == "/sign-in?next=%2Fjobs")
        }
    }

    @Test("refuses forms without the csrf field, and those of other sites")
    func guardsForms() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let bare = try await browser.post("/theme", ["theme": "dark"])
            #expect(bare.status == 403 && bare.body.contains("Nothing was saved yet"))
            let token = try #require(try await browser.get("/collections").value(named: "csrf"))
            let foreign = try await browser.post(
                "/theme", ["theme": "dark", "csrf": token], headers: ["Origin": "https://evil.example"])
            #expect(foreign.status == 403)
            let signIn = try await site.browser().post(
                "/sign-in", ["email": "a", "password": "b"], headers: ["Origin": "https://evil.example"])
            #expect(signIn.status == 403)
            #expect(try await !browser.get("/collections").body.contains("data-theme=\"dark\""))
            let own = try await browser.post("/theme", ["theme": "dark", "csrf": token])
            #expect(own.status == 303)
            #expect(try await browser.get("/collections").body.contains("data-theme=\"dark\""))
        }
    }

    @Test("keeps a form that is sent after the session has ended, but for its secrets, until its sender signs in again")
    func keepsForms() async throws {
        try await PageSite.run { site in
            _ = try await site.administrator()
            let agent = try await site.agent("studio-nas")
            let stranger = site.browser()
            let typed = ["name": "Weddings \"A\"\nB", "bound_agent_guid": agent, "location": "/photos/weddings"]
            let asked = try await stranger.post("/collections", typed)
            #expect(asked.status == 401 && asked.body.contains("nothing was saved"))
            #expect(asked.value(named: "kept_action") == "/collections")
            #expect(asked.value(named: "kept.location") == "/photos/weddings")
            let kept = [
                "kept_action": "/collections", "kept.name": "Weddings", "kept.bound_agent_guid": agent,
                "kept.location": "/photos/weddings", "email": "ines@studio-north.example", "next": "/collections/new",
            ]
            let wrong = try await stranger.post("/sign-in", kept.merging(["password": "no"]) { $1 })
            #expect(wrong.status == 401 && wrong.value(named: "kept.name") == "Weddings", "kept over a wrong password")
            let resend = try await stranger.post("/sign-in", kept.merging(["password": PageSite.password]) { $1 })
            #expect(resend.status == 200 && resend.body.contains("action=\"/collections\""))
            #expect(resend.body.contains("href=\"/collections/new\""))
            let sent = try await stranger.post(
                "/collections",
                [
                    "csrf": resend.value(named: "csrf") ?? "", "name": resend.value(named: "name") ?? "",
                    "bound_agent_guid": resend.value(named: "bound_agent_guid") ?? "",
                    "location": resend.value(named: "location") ?? "",
                ])
            #expect(try await stranger.follow(sent).body.contains("Weddings was created."))
        }
    }

    @Test("never puts passwords and credentials of a kept form into a page, and keeps none of other sites")
    func keepsNoSecrets() async throws {
        try await PageSite.run { site in
            _ = try await site.administrator()
            let browser = site.browser()
            let secrets = ["current_password": "old-secret-1", "password": "new-secret-1"]
            let asked = try await browser.post("/settings/password", secrets)
            #expect(asked.status == 401 && !asked.body.contains("secret-1"))
            let connector = ["name": "B", "type": "S3", "credentials.secret_access_key": "secret-2"]
            let kept = try await browser.post("/connectors", connector)
            #expect(kept.value(named: "kept.name") == "B" && !kept.body.contains("secret-2"))
            let lacking = [
                "kept_action": "/connectors", "kept_lacks": "yes", "email": "ines@studio-north.example",
                "password": PageSite.password,
            ]
            #expect(try await browser.post("/sign-in", lacking).body.contains("have to be typed once more"))
            let foreign = try await site.browser().post(
                "/collections", ["name": "evil"], headers: ["Origin": "https://evil.example"])
            #expect(foreign.status == 303 && foreign.location == "/sign-in")
            let elsewhere = [
                "kept_action": "//evil.example/x", "email": "ines@studio-north.example", "password": PageSite.password,
            ]
            #expect(try await site.browser().post("/sign-in", elsewhere).location == "/")
        }
    }

    @Test("leads from the address of a form's target to the page above it")
    func waysBack() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            for (address, page) in [
                ("/collections/col_1/change", "/collections/col_1"), ("/agents/tokens", "/agents"),
                ("/agents/tokens/art_1/delete", "/agents"), ("/agents/agt_1/rename", "/agents/agt_1"),
                ("/sign-out", "/"), ("/settings/files", nil),
            ] {
                let answer = try await browser.get(address)
                #expect(answer.location == page && answer.status == (page == nil ? 200 : 303), "\(address)")
            }
        }
    }

    @Test("sends pages by gzip to browsers that take it, in a fraction of their length")
    func compresses() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let plain = try await browser.get("/settings/files")
            #expect(plain.headers.first(name: "content-encoding") == nil)
            let small = try await browser.get("/settings/files", headers: ["accept-encoding": "br, gzip;q=0.8"])
            #expect(small.headers.first(name: "content-encoding") == "gzip")
            #expect(small.headers.first(name: "vary") == "Accept-Encoding")
            let length = try #require(small.headers.first(name: "content-length").flatMap { Int($0) })
            #expect(length * 2 < plain.body.utf8.count && length == small.length)
            let refused = try await browser.get("/settings/files", headers: ["accept-encoding": "gzip;q=0"])
            #expect(refused.headers.first(name: "content-encoding") == nil)
        }
    }

    @Test("sends every page under a strict policy, and a page where there is none")
    func obeysPolicy() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            for path in ["/collections", "/jobs", "/results", "/agents", "/notifications"] {
                let page = try await browser.get(path)
                #expect(page.status == 200)
                let policy = page.headers.first(name: "content-security-policy")
                #expect(policy?.hasPrefix("default-src 'self';") == true && policy?.contains("unsafe") == false)
                #expect(page.headers.first(name: "cache-control") == "no-store")
            }
            let unknown = try await browser.get("/no/such/page")
            #expect(unknown.status == 404 && unknown.body.contains("There is nothing at this address"))
            let ghost = try await browser.get("/collections/col_00000000000000000000000000")
            #expect(ghost.status == 404 && ghost.body.contains("class=\"shell\""))
        }
    }
}
