import Coordinator
import Domain
import TestSupport
import Testing
import Wire

@testable import Web

@Suite("The pipelines' editor")
struct PagePipelineEditorTests {
    private static let new = "/pipelines/new"

    /// A page of the editor, and what a browser would send of it with another value here and there and one button.
    private static func press(
        _ deed: String, on page: PageAnswer, _ changes: [String: String] = [:], at path: String = new,
        by browser: PageBrowser
    ) async throws -> PageAnswer {
        let fields = Markup.fields(page.body).merging(changes) { $1 }.merging(["do": deed]) { $1 }
        return try await browser.post(path, fields)
    }

    private static func added(_ template: String, _ browser: PageBrowser) async throws -> String {
        try #require(try await browser.submit("/pipelines", ["template": template]).location)
    }

    @Test("begins with a template, and saves what was changed in it")
    func fromTemplate() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let empty = try await browser.get(Self.new)
            #expect(empty.status == 200 && empty.body.contains("href=\"/pipelines/new?template=hdr-pairing\""))
            #expect(try await browser.get("\(Self.new)?template=no-such").status == 404)
            let page = try await browser.get("\(Self.new)?template=raw-dng")
            #expect(page.value(named: "name") == "Raw + DNG" && page.body.contains("Everything is sound"))
            #expect(page.body.contains("<figure class=\"graph\">"))
            let saved = try await Self.press("save", on: page, ["name": "Ours", "n1.extension": "NEF"], by: browser)
            let shown = try await browser.follow(saved)
            #expect(shown.body.contains("The pipeline Ours was added. Runs take it where no other is chosen."))
            let path = try #require(saved.location)
            #expect(try await browser.get("/api\(path)").body.contains("\".nef\"") == false, "kept as it was typed")
            let edit = try await browser.get("\(path)/edit")
            #expect(edit.value(named: "n1.extension") == ".nef" && edit.value(named: "name") == "Ours")
            let second = try await Self.press(
                "save", on: try await browser.get(Self.new + "?template=raw-only"), by: browser)
            #expect(try await browser.follow(second).body.contains("Make default"), "there was one already")
        }
    }

    @Test("answers each button but a save with the same page, and keeps what was typed")
    func keeps() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let path = "\(try await Self.added("raw-dng", browser))/edit"
            let opened = try await browser.get(path)
            let typed = ["name": "  <b>", "description": "\r\n two\r\nlines", "n0.id": "", "n1.extension": "a/b"]
            for deed in ["check", "add", "remove.5", "up.5", "yaml", "form", "nonsense"] {
                let page = try await Self.press(
                    deed, on: opened, typed.merging(["add": "pairing"]) { $1 }, at: path, by: browser)
                #expect(page.status == 200)
                let fields = Markup.fields(page.body)
                for name in ["name", "description"] { #expect(fields[name] == typed[name], "\(deed)") }
                #expect(fields["version"] == Markup.fields(opened.body)["version"])
                if deed == "yaml" {
                    #expect(fields["yaml"]?.contains("extension: a/b") == true)
                } else {
                    #expect(fields["n0.id"] == "" && fields["n1.extension"] == "a/b", "\(deed)")
                }
                #expect(fields["n6.id"] == (deed == "add" ? "pairing" : nil))
            }
            let kept = try await browser.get(path)
            #expect(kept.value(named: "n0.id") == "camera", "nothing was saved")
        }
    }

    @Test("says each error where it is, and saves once they are mended")
    func errors() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            _ = try await Self.added("raw-only", browser)
            let opened = try await browser.get("\(Self.new)?template=raw-dng")
            let cases = [
                ("name", " ", "Give the pipeline a name."), ("name", "Raw only", "already; choose another name."),
                ("description", String(repeating: "x", count: 2_001), "at most 2,000 characters"),
                ("n1.extension", "", "has no extension"), ("n1.extension", "a/b", "is no file extension"),
                ("n1.id", " ", "Id is missing"), ("n4.id", "raw", "2 nodes have the id"),
                ("n0.output.0", "nowhere", "which is no node"), ("n5.termination_type", "", "has no termination_type"),
                ("n3.method_ids", "a/b", "which no file name can hold"),
                ("n1.name", String(repeating: "x", count: 401), "at most 400"),
            ]
            for (field, value, words) in cases {
                let page = try await Self.press("save", on: opened, [field: value], by: browser)
                #expect(page.status == (value == "Raw only" ? 409 : 400), "\(field)")
                let id = field.hasSuffix("output.0") ? "n0.output" : field
                let complaint = page.body.split(separator: "id=\"field-\(id)-error\"").dropFirst().first?.prefix(300)
                #expect(complaint?.lowercased().contains(words.lowercased()) == true, "\(field): \(complaint ?? "")")
                #expect(page.body.contains("aria-invalid=\"true\""))
                #expect(Markup.fields(page.body)[field] == value, "\(field)")
                let mended = try await Self.press(
                    "check", on: page, [field: Markup.fields(opened.body)[field] ?? ""], by: browser)
                #expect(
                    !mended.body.contains("aria-invalid") && mended.body.contains("Everything is sound"), "\(field)")
            }
            let lost = try await Self.press("save", on: opened, ["n1.output.0": ""], by: browser)
            #expect(lost.status == 400 && lost.body.contains("id=\"n2\""))
            #expect(lost.body.split(separator: "id=\"n2\"").last?.prefix(900).contains("never looked for") == true)
            let blank = try await Self.press(
                "save", on: try await browser.get(Self.new), ["name": "Blank"], by: browser)
            #expect(blank.status == 400 && blank.body.contains("no walk can begin") == false)
            #expect(blank.body.contains("No walk can begin: add a node of type capture"))
        }
    }

    @Test("tells line and column in YAML, and takes what the server exports")
    func yaml() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let path = try await Self.added("hdr-pairing", browser)
            let export = try await browser.get("/api\(path)/pipeline.yaml").body
            let empty = try await browser.get(Self.new)
            let view = try await Self.press("yaml", on: empty, by: browser)
            #expect(Markup.fields(view.body)["yaml"] == "nodes: []\r\n")
            let broken = try await Self.press(
                "form", on: view, ["yaml": "nodes:\n  - {id: raw, type: fiel}\n"], by: browser)
            #expect(broken.value(named: "view") == "yaml" && broken.body.contains("cannot be shown as nodes"))
            #expect(broken.body.contains("id=\"field-yaml-error\"") && broken.body.contains("Line 2, column 15: "))
            #expect(Markup.fields(broken.body)["yaml"] == "nodes:\r\n  - {id: raw, type: fiel}\r\n")
            let nodes = try await Self.press("form", on: broken, ["yaml": export], by: browser)
            #expect(nodes.value(named: "view") == "nodes" && nodes.value(named: "n12.id") == "hdr_archive")
            let unsaved = try await Self.press("save", on: broken, ["name": "X"], by: browser)
            #expect(
                unsaved.status == 400 && unsaved.body.contains("Nothing was saved")
                    && unsaved.value(named: "view") == "yaml")
            let saved = try await Self.press("save", on: broken, ["name": "Read", "yaml": export], by: browser)
            let made = try #require(saved.location)
            #expect(try await browser.get("\(made)/edit").value(named: "n12.id") == "hdr_archive")
        }
    }

    @Test("keeps what was typed into a pipeline that was deleted meanwhile")
    func deletedMeanwhile() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let path = try await Self.added("raw-dng", browser)
            let opened = try await browser.get("\(path)/edit")
            _ = try await browser.submit("\(path)/delete")
            let late = try await Self.press("save", on: opened, ["name": "Late"], at: "\(path)/edit", by: browser)
            #expect(late.status == 404 && late.body.contains("was deleted meanwhile"))
            #expect(late.value(named: "name") == "Late" && late.body.contains("action=\"/pipelines/new\""))
            let saved = try await Self.press("save", on: late, by: browser)
            #expect(try await browser.follow(saved).body.contains("Late"))
        }
    }

    @Test("does not write over somebody else's change, and says whose it was")
    func conflict() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let path = "\(try await Self.added("raw-only", browser))/edit"
            let opened = try await browser.get(path)
            let other = try await site.person("max@example.org", team: "Studio North", role: .administrator)
            let theirs = try await other.get(path)
            #expect(try await Self.press("save", on: theirs, ["name": "Theirs"], at: path, by: other).status == 303)
            let checked = try await Self.press("check", on: opened, ["name": "Mine"], at: path, by: browser)
            let late = try await Self.press("save", on: checked, at: path, by: browser)
            #expect(late.status == 409 && late.body.contains("Somebody changed this pipeline"))
            #expect(late.value(named: "name") == "Mine" && late.body.contains("<time data-relative"))
            #expect(try await browser.get(path).value(named: "name") == "Theirs")
            #expect(try await Self.press("save", on: late, at: path, by: browser).status == 303)
            #expect(try await browser.get(path).value(named: "name") == "Mine")
        }
    }

    @Test("takes pipelines far over 64 KB, and says where it ends")
    func large() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let files = (0..<900).map { number in
                "  - {id: f\(number), type: file, extension: .dng, name: \(String(repeating: "long ", count: 20))\(number)}\n"
            }
            let outputs = (0..<900).map { "f\($0)" }.joined(separator: ", ")
            let text = """
                nodes:
                  - {id: c, type: capture, output: [\(outputs), t]}
                  - {id: t, type: termination, termination_type: Archive}

                """ + files.joined()
            let view = try await Self.press("yaml", on: try await browser.get(Self.new), by: browser)
            let nodes = try await Self.press("form", on: view, ["name": "Large", "yaml": text], by: browser)
            #expect(nodes.value(named: "n901.id") == "f899" && nodes.body.contains("too many nodes"))
            let saved = try await Self.press("save", on: nodes, by: browser)
            #expect(saved.status == 303, "\(saved.body.suffix(2_000))")
            let tooLarge = try await Self.press(
                "check", on: view, ["yaml": String(repeating: "-", count: 500_000)], by: browser)
            #expect(tooLarge.status == 413 && tooLarge.body.contains("more than 1 MiB"))
            #expect(tooLarge.body.contains("where what you typed still stands"))
            #expect(
                try await browser.submit("/pipelines", ["template": String(repeating: "x", count: 70_000)]).status
                    == 413)
        }
    }

    @Test("is for administrators of the team, and for its own form")
    func guarded() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let path = "\(try await Self.added("raw-only", browser))/edit"
            let member = try await site.person("max@example.org", team: "Studio North", role: .member)
            _ = try await site.coordinator.accounts.createTeam(name: "Others")
            let stranger = try await site.person("eve@example.org", team: "Others", role: .administrator)
            for (person, status) in [(member, 403), (stranger, 404)] {
                #expect(try await person.get(path).status == status)
                for deed in ["check", "save", "yaml"] {
                    #expect(try await person.submit(path, ["do": deed]).status == status)
                }
            }
            #expect(try await member.get(Self.new).status == 403)
            #expect(try await member.submit(Self.new, ["do": "save", "name": "x"]).status == 403)
            let fields = Markup.fields(try await browser.get(path).body)
            for deed in ["check", "save"] {
                let sent = fields.merging(["do": deed]) { $1 }
                #expect(try await browser.post(path, sent.merging(["csrf": "x"]) { $1 }).status == 403)
                #expect(try await browser.post(path, sent, headers: ["origin": "https://evil.example"]).status == 403)
            }
        }
    }

    @Test("shows names that would like to be markup as they were typed")
    func hostile() async throws {
        try await PageSite.run { site in
            let browser = try await site.administrator()
            let names = [
                PageFixtures.hostile, "a\u{301}📷\"'`", "</textarea><script>", String(repeating: "x", count: 100),
            ]
            var page = try await browser.get("\(Self.new)?template=raw-only")
            for (number, name) in names.enumerated() {
                page = try await Self.press(
                    "check", on: page,
                    [
                        "name": "N\(number) \(name)", "n1.id": name, "n1.name": name, "n0.output.0": name,
                        "n3.termination_type": name,
                    ], by: browser)
                let fields = Markup.fields(page.body)
                #expect(
                    fields["n1.id"] == name && fields["n0.output.0"] == name
                        && page.body.contains("Everything is sound"))
                #expect(!page.body.contains("<img") && !page.body.contains("<script>"))
                let saved = try await Self.press("save", on: page, by: browser)
                let path = try #require(saved.location, "\(name)")
                let edit = try await browser.get("\(path)/edit")
                #expect(Markup.fields(edit.body)["n1.id"] == name && !edit.body.contains("<img"))
                let text = try await Self.press("yaml", on: edit, at: "\(path)/edit", by: browser)
                let back = try await Self.press("form", on: text, at: "\(path)/edit", by: browser)
                #expect(
                    Markup.fields(back.body)["n1.id"] == name
                        && Markup.fields(back.body)["n1.name"] == (name.isEmpty ? name : ""))
            }
        }
    }
}
