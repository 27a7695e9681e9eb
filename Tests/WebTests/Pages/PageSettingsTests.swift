import TestSupport
import Testing
import Wire

@testable import Web

@Suite("The settings' pages")
struct PageSettingsTests {
    @Test("save file types however they are typed, name what is wrong, and go back to the defaults")
    func files() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            #expect(try await browser.get("/settings").location == "/settings/files")
            let defaults = try await browser.get("/settings/files").body
            #expect(defaults.contains(".dng") && defaults.contains("<textarea"))
            let form = ["photo_extensions": "ARW, .cr3\n.x/y", "metadata_extensions": ".xmp", "require_sidecar": ""]
            let wrong = try await browser.submit("/settings/files", form)
            #expect(wrong.status == 400 && wrong.body.contains("“.x/y” must be a file extension"))
            #expect(wrong.body.contains("ARW, .cr3\n.x/y</textarea>"), "what was typed stays")
            let empty = try await browser.submit("/settings/files", form.merging(["photo_extensions": " "]) { $1 })
            #expect(empty.status == 400 && empty.body.contains("This must name at least one extension"))
            let right = form.merging(["photo_extensions": "ARW, .cr3"]) { $1 }
            let saved = try await browser.follow(try await browser.submit("/settings/files", right))
            #expect(saved.body.contains("were saved") && saved.body.contains(">\n.arw .cr3</textarea>"))
            let question = try await browser.get("/settings/files?dialog=defaults").body
            #expect(question.contains("name=\"do\" value=\"defaults\"") && question.contains(".arw .cr3"))
            let reset = try await browser.submit("/settings/files", ["do": "defaults"])
            #expect(try await browser.follow(reset).body.contains(".dng"))
            let member = try await site.person("max@example.org", team: "Studio North", role: .member)
            let read = try await member.get("/settings/files").body
            #expect(read.contains(".dng") && !read.contains("<textarea"))
            #expect(try await member.submit("/settings/files", right).status == 403)
        }
    }

    @Test(
        "keep cameras and methods, an entry at a time",
        arguments: [
            ("cameras", "AB3D", "ab", "camera id"), ("methods", "HDR", "H-1", "letters"),
        ])
    func entries(_ part: String, _ key: String, _ wrong: String, _ word: String) async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let path = "/settings/\(part)"
            #expect(try await browser.get("\(path)?dialog=add").body.contains("<dialog"))
            let refused = try await browser.submit(path, ["key": wrong, "name": "<i>Name</i>"])
            #expect(refused.status == 400 && refused.body.contains("field-key-error") && refused.body.contains(word))
            #expect(refused.value(named: "name") == "<i>Name</i>")
            let long = try await browser.submit(path, ["key": key, "name": String(repeating: "x", count: 201)])
            #expect(long.status == 400)
            let added = try await browser.follow(try await browser.submit(path, ["key": key, "name": "<i>Name</i>"]))
            #expect(added.body.contains("\(key) was saved.") && added.body.contains("&lt;i&gt;Name"))
            let twice = try await browser.submit(path, ["key": key, "name": "Other"])
            #expect(twice.status == 409 && twice.body.contains("already; edit that one"))
            let asked = try await browser.get("\(path)?dialog=edit&entry=\(key)")
            #expect(asked.value(named: "name") == "<i>Name</i>")
            _ = try await browser.submit(
                path, ["key": key, "known": "yes", "name": "Better", "serial_number": "SN-7777"])
            let changed = try await browser.get(path).body
            #expect(changed.contains("Better") && changed.contains("SN-7777") == (part == "cameras"))
            #expect(try await browser.get("\(path)?dialog=delete&entry=\(key)").body.contains("Delete \(key)?"))
            _ = try await browser.submit("\(path)/delete", ["key": key])
            #expect(try await !browser.get(path).body.contains("Better"))
            let member = try await site.person("max@example.org", team: "Studio North", role: .member)
            #expect(try await !member.get("\(path)?dialog=add").body.contains("<dialog"))
            #expect(try await member.submit(path, ["key": key, "name": "x"]).status == 403)
        }
    }

    @Test("add, change and remove people, in words")
    func team() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let fields = [
                "name": "Max", "email": "max@example.org", "role": "member", "password": "a first long one",
            ]
            let short = try await browser.submit("/settings/team", fields.merging(["password": "short"]) { $1 })
            #expect(short.status == 400 && short.body.contains("field-password-error"))
            #expect(short.value(named: "email") == "max@example.org")
            let added = try await browser.follow(try await browser.submit("/settings/team", fields))
            #expect(added.body.contains("Max was added.") && added.body.contains("never"))
            let taken = try await browser.submit("/settings/team", fields)
            #expect(taken.status == 409 && taken.body.contains("field-email-error"))
            let people = try await site.coordinator.accounts.people(
                for: site.coordinator.accounts.person(team: "Studio North", email: nil))
            let max = try #require(people.first { $0.name == "Max" }?.guid)
            let ines = try #require(people.first { $0.name != "Max" }?.guid)
            let last = try await browser.submit("/settings/team/\(ines)/change", ["name": "Inês", "role": "member"])
            #expect(last.status == 409 && last.body.contains("only administrator"))
            #expect(try await browser.get("/settings/team?dialog=remove&person=\(max)").body.contains("Remove Max?"))
            let visitor = site.browser()
            _ = try await visitor.post("/sign-in", ["email": "max@example.org", "password": "a first long one"])
            let seen = try await visitor.get("/settings/team")
            #expect(seen.status == 200 && !seen.body.contains("Add a person"))
            _ = try await browser.submit("/settings/team/\(max)/change", ["name": "Maxine", "role": "administrator"])
            #expect(try await visitor.get("/settings/team").body.contains("Add a person"))
            let removed = try await browser.follow(try await browser.submit("/settings/team/\(max)/remove"))
            #expect(removed.body.contains("The account was closed.") && !removed.body.contains("Maxine"))
            #expect(try await visitor.get("/settings/team").location?.hasPrefix("/sign-in") == true)
        }
    }

    @Test("make an API token that works until it is withdrawn, and change the password")
    func own() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            #expect(try await browser.get("/settings/tokens").body.contains("No API token yet"))
            #expect(try await browser.submit("/settings/tokens", ["name": ""]).status == 400)
            let made = try await browser.submit("/settings/tokens", ["name": "Backup <b>"])
            #expect(made.status == 201)
            let text = made.body
            let start = try #require(text.firstRange(of: "data-copy>tok_"))
            let secret = String(text[text.index(start.upperBound, offsetBy: -4)...].prefix { $0 != "<" })
            #expect(try await site.coordinator.accounts.authenticate(apiToken: secret)?.user.name == "Inês Marques")
            let list = try await browser.get("/settings/tokens")
            #expect(list.body.contains("Backup &lt;b&gt;") && !list.body.contains(secret))
            let guid = try #require(list.value(named: "token"))
            #expect(try await browser.follow(try await browser.submit("/settings/tokens/\(guid)/delete")).status == 200)
            #expect(try await site.coordinator.accounts.authenticate(apiToken: secret) == nil)
            let wrong = try await browser.submit(
                "/settings/password", ["current_password": "guess", "password": "another long one"])
            #expect(wrong.status == 400 && wrong.body.contains("Is not your password."))
            let right = try await browser.submit(
                "/settings/password", ["current_password": PageSite.password, "password": "another long one"])
            #expect(try await browser.follow(right).body.contains("Your password was changed."))
            let about = try await browser.get("/settings/about").body
            #expect(about.contains("Safelight \(SafelightVersion.current)"))
        }
    }
}
