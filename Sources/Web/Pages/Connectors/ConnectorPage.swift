import Domain
import HTML
import Wire

/// One connector: where it leads, who holds its credentials, and what is on it.
enum ConnectorPage {
    /// The questions that can stand in front of the page.
    enum Question: String, Sendable {
        case edit, delete
    }

    struct Model: Sendable {
        var connector: ConnectorDTO
        /// The collections on it, by name.
        var collections: [CollectionDTO] = []
        var question: Question?
        /// What was typed into the question, and what is wrong with it.
        var form = FormState()

        var path: RoutePath { PageRoutes.connector.path(connector.guid) }
    }

    static func render(_ model: Model, frame: PageFrame) -> HTML {
        let actions: HTML =
            Dialog.opener("edit", on: model.path, label: "\(Icon.edit.html)Edit")
            + Dialog.opener("delete", on: model.path, label: "\(Icon.trash.html)Delete")
        return frame.render(
            FramedPage(
                title: model.connector.name, section: .connectors,
                trail: [("Connectors", PageRoutes.connectors.path())],
                actions: frame.isAdministrator ? actions : .empty,
                content: """
                    \(frame.isAdministrator ? dialog(model, frame) : .empty)<div class="columns">
                    <div>\(credentials(model.connector, frame))\(collections(model))</div>
                    <aside>\(facts(model.connector, frame))</aside></div>
                    """))
    }

    private static func credentials(_ connector: ConnectorDTO, _ frame: PageFrame) -> HTML {
        let says: HTML
        switch connector.credentialLocation {
        case .server:
            says = "<p>They rest on the server, encrypted. Any agent that can reach the place gets them with a job.</p>"
        case .agent:
            says = """
                <p>They are on the agents below and nowhere else. Only these run jobs here. To let another one join, run \
                on its machine:</p>\(CopyLine.render("Enter credentials", ConnectorParts.command(connector)))
                """
        case .pending:
            says =
                Parts.notice(.warning, "<p>Nobody holds them yet, so no job can run here.</p>") + """
                    <p>On the machine of an agent that reaches the place, run:</p>\
                    \(CopyLine.render("Enter credentials", ConnectorParts.command(connector)))
                    """
        }
        return Parts.section("Credentials", id: "credentials", "\(says)\(holders(connector, frame))")
    }

    private static func holders(_ connector: ConnectorDTO, _ frame: PageFrame) -> HTML {
        let rows = connector.agents.map { agent -> HTML in
            let state: HTML =
                agent.isWorking
                ? "<span class=\"health\">\(Icon.check.html)Working</span>"
                : "<span class=\"health trouble\">\(Icon.warning.html)Failing</span>"
            let message: HTML? = agent.message.map {
                "<p class=\"\(agent.isWorking ? "meta" : "row-error")\">\($0)</p>"
            }
            return """
                <li class="row"><div class="row-main"><p class="row-title">\
                <a \(href: PageRoutes.agent.path(agent.guid))>\(agent.name)</a></p>\(message)</div>\
                <div class="row-side">\(state)<p class="meta">\(Moment.relative(agent.reportedAt, now: frame.now))</p></div></li>
                """
        }
        return rows.isEmpty ? .empty : "<ul class=\"rows holders\">\(rows)</ul>"
    }

    private static func collections(_ model: Model) -> HTML {
        let rows = model.collections.map { collection -> HTML in
            """
            <li class="row"><div class="row-main"><p class="row-title">\
            <a \(href: PageRoutes.collection.path(collection.guid))>\(collection.name)</a></p>\
            <span class="path">\(collection.location.isEmpty ? "all of it" : collection.location)</span></div></li>
            """
        }
        let new = PageRoutes.newCollection.path().query(("connector", model.connector.guid))
        let add: HTML = "<a \(href: new)>New collection</a>"
        return Parts.section(
            "Collections", id: "collections", link: add,
            rows.isEmpty ? "<p class=\"hint\">None is on it yet.</p>" : "<ul class=\"rows\">\(rows)</ul>")
    }

    private static func facts(_ connector: ConnectorDTO, _ frame: PageFrame) -> HTML {
        var facts: [(name: String, value: HTML)] = [
            ("Type", HTML(text: ConnectorParts.title(connector.type))),
            ("Credentials", ConnectorParts.badge(connector)),
        ]
        for field in connector.type.configurationFields {
            guard let value = connector.configuration[field.name] else { continue }
            facts.append((field.title, "<code>\(value)</code>"))
        }
        facts += [
            ("Created", Moment.relative(connector.createdAt, now: frame.now)), ("Id", "<code>\(connector.guid)</code>"),
        ]
        return Parts.facts(facts)
    }

    private static func dialog(_ model: Model, _ frame: PageFrame) -> HTML {
        let connector = model.connector
        switch model.question {
        case .edit:
            let fields = ConnectorForm(type: connector.type, connector: connector, form: model.form)
            let form = Dialog.form(
                PageRoutes.changeConnector.path(connector.guid), frame: frame, button: "Save", close: model.path,
                "\(Parts.complaint(model.form))\(fields.html)")
            return Dialog(title: "Edit connector", close: model.path, content: form).html
        case .delete where model.collections.isEmpty:
            let form = Dialog.form(
                PageRoutes.deleteConnector.path(connector.guid), frame: frame, button: "Delete", close: model.path,
                isDanger: true,
                """
                \(Parts.complaint(model.form))<p><strong>\(connector.name)</strong> is deleted, and its credentials on the \
                server are erased. Those on agents stay there until they are removed there. The photos are not touched.</p>
                """)
            return Dialog(title: "Delete \(connector.name)?", close: model.path, content: form).html
        case .delete:
            let items = model.collections.map { collection -> HTML in
                "<li><a \(href: PageRoutes.collection.path(collection.guid))>\(collection.name)</a></li>"
            }
            let noun = NumberText.count(model.collections.count, "collection")
            let text: HTML = """
                <p>\(noun) \(model.collections.count == 1 ? "is" : "are") on <strong>\(connector.name)</strong>. Delete \
                \(model.collections.count == 1 ? "it" : "them") first; the results stay.</p><ul class="bound">\(items)</ul>
                """
            return Dialog(title: "Delete \(connector.name)?", close: model.path, content: text).html
        case nil: return .empty
        }
    }
}
