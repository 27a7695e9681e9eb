import Coordinator
import Domain
import HTML
import Wire

@testable import Web

/// The settings' pages.
extension PageGallery {
    private typealias Data = PageFixtures

    static let settings: [Entry] = files + tables + people + own

    private static let typed = FormState(
        values: [
            "photo_extensions": ".arw .cr3 .dng .nef .raf", "metadata_extensions": ".xmp",
            "require_sidecar": ".cr3 .nef",
        ])

    private static let files: [Entry] = [
        Entry(name: "settings-files", page: FileSettingsPage.render(typed, frame: Data.frame())),
        Entry(
            name: "settings-files-errors",
            page: FileSettingsPage.render(
                FormState(
                    values: ["photo_extensions": Data.hostile],
                    errors: ["photo_extensions": "“\(Data.hostile)” must be a file extension."]), frame: Data.frame())),
        Entry(name: "settings-files-member", page: FileSettingsPage.render(typed, frame: Data.frame(role: .member))),
        Entry(
            name: "settings-about",
            page: AboutPage.render(
                AboutPage.Model(version: "0.1.0", database: "PostgreSQL", agents: Data.agents), frame: Data.frame())),
    ]

    private static let cameras: JSONValue = [
        "AB3D": ["name": "Canon EOS R5", "serial_number": "0123456789"],
        "NK02": ["name": .string(Data.hostile), "serial_number": nil], "XT50": ["name": "", "serial_number": nil],
    ]
    private static let methods: JSONValue = ["HDR": "High dynamic range", "BW": .string(Data.hostile)]

    private static let tables: [Entry] = [
        entries("settings-cameras", .camera, cameras), entries("settings-cameras-none", .camera, [:]),
        entries("settings-cameras-add", .camera, cameras, .add, ["key": "ab"], ["key": "This must be a camera id."]),
        entries("settings-cameras-edit", .camera, cameras, .edit("NK02")),
        entries("settings-cameras-delete", .camera, cameras, .delete("NK02")),
        entries("settings-methods", .method, methods), entries("settings-methods-add", .method, methods, .add),
        entries("settings-methods-member", .method, methods, role: .member),
    ]

    private static func entries(
        _ name: String, _ kind: SettingEntry, _ value: JSONValue, _ question: EntrySettingsPage.Question? = nil,
        _ values: [String: String] = [:], _ errors: [String: String] = [:], role: Role = .administrator
    ) -> Entry {
        let model = EntrySettingsPage.Model(
            kind: kind, value: value, question: question, form: FormState(values: values, errors: errors))
        return Entry(name: name, page: EntrySettingsPage.render(model, frame: Data.frame(role: role)))
    }

    private static let team = [
        PersonDTO(
            guid: Data.frame().user.guid, email: "ines@studio-north.example", name: "Inês Marques",
            role: .administrator, lastSignInAt: Data.ago(60), createdAt: Data.ago(9_000_000)),
        PersonDTO(
            guid: Data.id("usr_", 7), email: "max@example.org", name: Data.hostile, role: .member, lastSignInAt: nil,
            createdAt: Data.ago(90_000)),
    ]

    private static let people: [Entry] = [
        person("settings-team"), person("settings-team-member", role: .member), person("settings-team-add", .add),
        person("settings-team-change", .change(team[1])), person("settings-team-remove", .remove(team[1])),
    ]

    private static func person(
        _ name: String, _ question: TeamSettingsPage.Question? = nil, role: Role = .administrator
    ) -> Entry {
        let model = TeamSettingsPage.Model(people: team, question: question)
        return Entry(name: name, page: TeamSettingsPage.render(model, frame: Data.frame(role: role)))
    }

    private static let tokenList = [
        APITokenDTO(
            guid: Data.id("tok_", 1), name: "Backup script", prefix: "Xy12Ab", createdAt: Data.ago(900_000),
            lastUsedAt: Data.ago(120)),
        APITokenDTO(guid: Data.id("tok_", 2), name: Data.hostile, prefix: "", createdAt: Data.ago(90)),
    ]

    private static let own: [Entry] = [
        tokens("settings-tokens", tokenList), tokens("settings-tokens-none", []),
        tokens("settings-tokens-add", tokenList, .add),
        tokens("settings-tokens-delete", tokenList, .delete(tokenList[1])),
        tokens(
            "settings-tokens-made", tokenList,
            .made(
                APITokenDTO(
                    guid: Data.id("tok_", 3), name: "New", prefix: "abcdef",
                    token: "tok_abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", createdAt: Data.ago(0)))),
        Entry(
            name: "settings-password",
            page: PasswordPage.render(
                FormState(
                    values: ["current_password": "secret-word"],
                    errors: ["current_password": "Is not your password."]), frame: Data.frame())),
    ]

    private static func tokens(
        _ name: String, _ tokens: [APITokenDTO], _ question: TokenSettingsPage.Question? = nil
    ) -> Entry {
        let model = TokenSettingsPage.Model(
            tokens: tokens, serverURL: "https://photos.example.org", question: question)
        return Entry(name: name, page: TokenSettingsPage.render(model, frame: Data.frame()))
    }
}
