import Coordinator
import Domain
import HTML
import Hummingbird
import Wire

/// The team's settings, and what their forms do. People and tokens have handlers of their own.
struct SettingsHandlers: Sendable {
    let server: PageServer

    private var configuration: ConfigurationService { server.coordinator.configuration }

    func add(to routes: RouteBuilder) {
        server.page(PageRoutes.settings, on: routes) { $0.redirect(to: SettingsPart.files.path) }
        server.page(PageRoutes.fileSettings, on: routes) { visit in
            let form = FileSettingsPage.form(try await configuration.all(team: visit.caller.team.rowID))
            let frame = try await visit.frame()
            let asks = frame.isAdministrator && visit.query("dialog") == "defaults"
            return PageResponse.page(FileSettingsPage.render(form, asksForDefaults: asks, frame: frame))
        }
        server.action(PageRoutes.saveFileSettings, on: routes) { try await saveFiles($0) }
        addEntries(.camera, PageRoutes.cameraSettings, to: routes)
        addEntries(.method, PageRoutes.methodSettings, to: routes)
        server.page(PageRoutes.about, on: routes) { visit in
            let coordinator = server.coordinator
            let model = AboutPage.Model(
                version: SafelightVersion.current, database: coordinator.databaseTitle,
                agents: try await coordinator.agents.list(team: visit.caller.team.rowID))
            return PageResponse.page(AboutPage.render(model, frame: try await visit.frame()))
        }
    }

    private func saveFiles(_ visit: PageVisit) async throws -> Response {
        let isReset = visit.form["do"] == "defaults"
        do {
            try await configuration.set(
                FileSettingsPage.fields.map { setting, name in
                    let typed = FileSettingsPage.extensions(visit.form[name]).map(JSONValue.string)
                    return (setting, isReset ? setting.builtIn : .array(typed))
                }, by: visit.caller)
        } catch let error as CoordinatorError where error.isMendable {
            return visit.mend(
                FileSettingsPage.render(Self.form(visit.form, with: error), frame: try await visit.frame()), error)
        }
        return visit.redirect(
            to: SettingsPart.files.path,
            isReset
                ? "The file types are the defaults again."
                : "The file types were saved. They hold from the next run on.")
    }

    /// The form with the entry that was refused named, beside its field.
    private static func form(_ form: FormState, with error: CoordinatorError) -> FormState {
        guard let setting = error.details?["setting"]?.stringValue,
            let field = FileSettingsPage.fields.first(where: { $0.setting.rawValue == setting })?.name
        else { return form.with(error) }
        var form = form
        let place = error.details?["field"]?.stringValue ?? ""
        let typed = FileSettingsPage.extensions(form[field])
        let entry = Int(place.dropFirst().dropLast()).flatMap { typed.indices.contains($0) ? typed[$0] : nil }
        let problem = error.message.drop { $0 != " " }.dropFirst()
        form.errors[field] = entry.map { "“\($0)” \(problem)." } ?? "This \(problem)."
        return form
    }

    private func addEntries(_ kind: SettingEntry, _ page: Route, to routes: RouteBuilder) {
        server.page(page, on: routes) { visit in
            PageResponse.page(try await entries(kind, visit, question(visit)))
        }
        server.action(kind.save, on: routes) { visit in
            let key = visit.form["key"]
            let isKnown = visit.form["known"] == "yes"
            do {
                try await configuration.change(kind.setting, by: visit.caller) { value in
                    var entries = value.objectValue ?? [:]
                    guard isKnown || entries[key] == nil else {
                        throw CoordinatorError(
                            .conflict, "entry_exists", "There is an entry for \(key) already; edit that one.",
                            details: ["field": "key"])
                    }
                    entries[key] = kind.value(visit.form)
                    return .object(entries)
                }
            } catch let error as CoordinatorError where error.isMendable {
                let form = visit.form.with(error).placing(error, key: key)
                return visit.mend(try await entries(kind, visit, isKnown ? .edit(key) : .add, form), error)
            }
            return visit.redirect(to: kind.part.path, "\(key) was saved.")
        }
        server.action(kind.delete, on: routes) { visit in
            let key = visit.form["key"]
            try await configuration.change(kind.setting, by: visit.caller) { value in
                var entries = value.objectValue ?? [:]
                entries[key] = nil
                return .object(entries)
            }
            return visit.redirect(to: kind.part.path, "\(key) was deleted.")
        }
    }

    private func question(_ visit: PageVisit) -> EntrySettingsPage.Question? {
        let entry = visit.query("entry") ?? ""
        switch visit.query("dialog") {
        case "add": return .add
        case "edit": return .edit(entry)
        case "delete": return .delete(entry)
        default: return nil
        }
    }

    private func entries(
        _ kind: SettingEntry, _ visit: PageVisit, _ question: EntrySettingsPage.Question?,
        _ form: FormState = FormState()
    ) async throws -> HTML {
        let value = try await configuration.get(kind.setting, team: visit.caller.team.rowID)
        let model = EntrySettingsPage.Model(kind: kind, value: value, question: question, form: form)
        return EntrySettingsPage.render(model, frame: try await visit.frame())
    }
}

extension FormState {
    /// The same form, where the error's field is a place in the setting: beside the field of the entry that it is about.
    fileprivate func placing(_ error: CoordinatorError, key: String) -> FormState {
        guard let place = error.details?["field"]?.stringValue, values[place] == nil else { return self }
        var form = self
        form.message = nil
        let problem = error.message.dropFirst(place.count).drop { $0 == " " }
        let field = place == "\(key).serial_number" ? "serial_number" : place == "\(key).name" ? "name" : "key"
        form.errors[field] = "This \(problem)."
        return form
    }
}
