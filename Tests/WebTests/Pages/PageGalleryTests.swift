import HTML
import TestSupport
import Testing
import Wire

@testable import Web

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What holds for every page, whatever stands on it.
@Suite("Every page")
struct PageGalleryTests {
    @Test("shows hostile values as text", arguments: PageGallery.entries)
    func escapes(_ entry: PageGallery.Entry) {
        #expect(!entry.page.markup.contains("<img"))
        #expect(!entry.page.markup.contains("&</script>"))
    }

    @Test("has no inline style, script or event handler", arguments: PageGallery.entries)
    func obeysPolicy(_ entry: PageGallery.Entry) {
        for tag in Markup.tags(entry.page.markup) {
            for name in tag.attributes.keys {
                #expect(name != "style" && !name.hasPrefix("on"), "\(name) on \(tag.name)")
            }
            #expect(tag.name != "style")
            if tag.name == "script" { #expect(tag.attributes["src"] != nil) }
        }
    }

    @Test("names scripts that there are", arguments: PageGallery.entries)
    func namesScripts(_ entry: PageGallery.Entry) {
        for names in Markup.tags(entry.page.markup).compactMap({ $0.attributes["data-module"] }) {
            for name in names.split(separator: " ") { #expect(AssetLibrary.asset("\(name).js") != nil, "\(name)") }
        }
    }

    @Test("links and submits to routes only", arguments: PageGallery.entries)
    func linksToRoutes(_ entry: PageGallery.Entry) throws {
        for tag in Markup.tags(entry.page.markup) {
            let method = tag.name == "form" ? tag.attributes["method"] ?? "get" : "get"
            if let action = tag.attributes["action"] {
                #expect(PageTargets.holds(action, method: method), "\(method) \(action)")
            }
            if let action = tag.attributes["formaction"] {
                #expect(PageTargets.holds(action, method: "post"), "post \(action)")
            }
            for name in ["href", "src", "data-socket", "data-source"] {
                guard let address = tag.attributes[name], !address.hasPrefix("#") else { continue }
                #expect(PageTargets.holds(address, method: "get"), "\(name) \(address)")
            }
        }
    }

    @Test("gives every form that changes something the csrf field", arguments: PageGallery.entries)
    func carriesToken(_ entry: PageGallery.Entry) {
        guard entry.page.markup.contains("class=\"shell\"") else { return }
        for form in entry.page.markup.split(separator: "<form").dropFirst() where form.contains("method=\"post\"") {
            let body = form.split(separator: "</form>").first ?? form
            #expect(body.contains("name=\"csrf\" value=\"csrf-0123456789abcdef\""))
        }
    }

    @Test("names every control and uses each id once", arguments: PageGallery.entries)
    func namesControls(_ entry: PageGallery.Entry) {
        let tags = Markup.tags(entry.page.markup)
        let ids = tags.compactMap { $0.attributes["id"] }
        #expect(ids.count == Set(ids).count)
        let labelled = Set(tags.filter { $0.name == "label" }.compactMap { $0.attributes["for"] })
        for tag in tags where ["input", "select", "textarea"].contains(tag.name) {
            guard tag.attributes["type"] != "hidden", tag.attributes["hidden"] == nil else { continue }
            #expect(tag.attributes["aria-label"] != nil || labelled.contains(tag.attributes["id"] ?? ""))
        }
        #expect(tags.filter { $0.name == "h1" }.count == 1)
    }

    @Test("needs less than 60 KB for its first paint", arguments: PageGallery.entries)
    func isLight(_ entry: PageGallery.Entry) throws {
        // As they travel: every browser takes gzip.
        let style = try #require(AssetLibrary.compressed("safelight.css")).count
        let script = try #require(AssetLibrary.compressed("app.js")).count
        let page = try #require(Gzip.compress(Array(entry.page.markup.utf8), level: Gzip.quick)).count
        #expect(page + style + script < 60 * 1024)
    }

    /// Run with a folder's name in SAFELIGHT_PAGES to look at the pages in a browser.
    @Test("can be written to a folder", .enabled(if: ProcessInfo.processInfo.environment["SAFELIGHT_PAGES"] != nil))
    func writesPages() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["SAFELIGHT_PAGES"])
        for entry in PageGallery.entries {
            try Data(entry.page.markup.utf8).write(to: URL(filePath: "\(folder)/\(entry.name).html"))
        }
        let assets = "\(folder)/assets/\(AssetLibrary.version)"
        try FileManager.default.createDirectory(atPath: assets, withIntermediateDirectories: true)
        for asset in AssetLibrary.all {
            try Data(asset.bytes).write(to: URL(filePath: "\(assets)/\(asset.name)"))
        }
    }
}
