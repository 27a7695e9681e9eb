import Coordinator
import Domain
import HTML
import Hummingbird
import Wire

/// Connectors: list, form, detail, and what their forms do.
struct ConnectorHandlers: Sendable {
    let server: PageServer

    private var connectors: ConnectorService { server.coordinator.connectors }

    func add(to routes: RouteBuilder) {
        server.page(PageRoutes.connectors, on: routes) { visit in
            let page = try await connectors.list(for: visit.caller, try visit.listPart())
            return PageResponse.page(
                ConnectorsPage.render(page, cursor: visit.query("cursor"), frame: try await visit.frame()))
        }
        server.page(PageRoutes.newConnector, on: routes) { visit in
            try visit.caller.requireAdministrator()
            let type = visit.query("type").flatMap(ConnectorType.init) ?? .s3
            return PageResponse.page(
                NewConnectorPage.render(ConnectorForm(type: type), frame: try await visit.frame()))
        }
        server.action(PageRoutes.createConnector, on: routes) { try await create($0) }
        server.page(PageRoutes.connector, on: routes) { visit in
            let question = visit.query("dialog").flatMap(ConnectorPage.Question.init)
            return PageResponse.page(try await page(visit, question))
        }
        server.action(PageRoutes.changeConnector, on: routes) { try await change($0) }
        server.action(PageRoutes.deleteConnector, on: routes) { try await delete($0) }
    }

    private func page(
        _ visit: PageVisit, _ question: ConnectorPage.Question? = nil, _ form: FormState = FormState()
    ) async throws -> HTML {
        let model = ConnectorPage.Model(
            connector: try await connectors.get(visit.guid, for: visit.caller),
            collections: try await connectors.collections(on: visit.guid, for: visit.caller), question: question,
            form: form)
        return ConnectorPage.render(model, frame: try await visit.frame())
    }

    private func create(_ visit: PageVisit) async throws -> Response {
        let type = ConnectorType(rawValue: visit.form["type"]) ?? .s3
        var form = visit.form
        form.require("name", "Give the connector a name.")
        do {
            guard form.isValid else { throw CoordinatorError.invalidField("name", "must not be empty") }
            let made = try await connectors.create(
                CreateConnectorRequest(
                    name: form["name"], type: type, credentialLocation: ConnectorForm.location(form),
                    configuration: ConnectorForm.values(form, .configuration),
                    credentials: ConnectorForm.credentials(form)), by: visit.caller)
            let next = made.credentialLocation == .pending ? " Enter its credentials on an agent next." : ""
            return visit.redirect(to: PageRoutes.connector.path(made.guid), "\(made.name) was created.\(next)")
        } catch let error as CoordinatorError where error.isMendable {
            let mended = ConnectorForm(type: type, form: form.isValid ? Self.mended(form, error) : form)
            return visit.mend(NewConnectorPage.render(mended, frame: try await visit.frame()), error)
        }
    }

    private func change(_ visit: PageVisit) async throws -> Response {
        let form = visit.form
        do {
            let changed = try await connectors.change(
                visit.guid,
                ChangeConnectorRequest(
                    name: form["name"], credentialLocation: ConnectorForm.location(form),
                    configuration: ConnectorForm.values(form, .configuration),
                    credentials: ConnectorForm.credentials(form)), by: visit.caller)
            return visit.redirect(to: PageRoutes.connector.path(changed.guid), "\(changed.name) was saved.")
        } catch let error as CoordinatorError where error.isMendable {
            return visit.mend(try await page(visit, .edit, Self.mended(form, error)), error)
        }
    }

    private func delete(_ visit: PageVisit) async throws -> Response {
        let name = try await connectors.get(visit.guid, for: visit.caller).name
        do {
            try await connectors.delete(visit.guid, by: visit.caller)
            return visit.redirect(to: PageRoutes.connectors.path(), "\(name) was deleted.")
        } catch let error as CoordinatorError where error.isMendable {
            return visit.mend(try await page(visit, .delete, visit.form.with(error)), error)
        }
    }

    /// The form again; a word about the credentials as a whole stands at the first of their fields.
    private static func mended(_ form: FormState, _ error: CoordinatorError) -> FormState {
        guard error.details?["field"]?.stringValue == "credentials" else { return form.with(error) }
        var mended = form
        mended.message = "Type the credentials in: they are to live on the server."
        return mended
    }
}
