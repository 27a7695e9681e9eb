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
            #expect(bare.status == 403 && bare.body.contains("too old to be sent"))
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
