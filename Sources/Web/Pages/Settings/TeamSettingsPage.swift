import Domain
import HTML
import Wire

/// The people of the team and what they may do.
enum TeamSettingsPage {
    /// What is asked in front of the list.
    enum Question: Sendable {
        case add
        case change(PersonDTO)
        case remove(PersonDTO)
    }

    struct Model: Sendable {
        var people: [PersonDTO]
        var question: Question?
        /// What was typed into the question, and what is wrong with it.
        var form = FormState()
    }

    static func render(_ model: Model, frame: PageFrame) -> HTML {
        let add: HTML =
            frame.isAdministrator
            ? Dialog.opener("add", on: SettingsPart.team.path, label: "\(Icon.plus.html)Add a person") : .empty
        var columns: [Table.Column] = [
            .init("Name", .main), .init("Email", .email), .init("Role", .word), .init("Last signed in", .word),
        ]
        if frame.isAdministrator { columns.append(.init("", .actions)) }
        let table = Table(columns: columns, rows: model.people.map { row($0, frame) })
        let content: HTML = """
            <p class="lead">Everybody here sees all of <strong>\(frame.user.teamName)</strong>. Administrators also add \
            agents and people, and change settings and pipelines.</p>
            \(table.html)
            \(frame.isAdministrator ? dialog(model, frame) : .empty)
            """
        return SettingsPart.team.render(frame: frame, actions: add, content)
    }

    private static func row(_ person: PersonDTO, _ frame: PageFrame) -> [HTML] {
        let isReader = person.guid == frame.user.guid
        let you: HTML = isReader ? "<span class=\"tag\">You</span>" : ""
        let seen: HTML = person.lastSignInAt.map { Moment.relative($0, now: frame.now) } ?? "never"
        let cells: [HTML] = [
            "<strong>\(person.name)</strong>\(you)", HTML(text: person.email ?? "–"), HTML(text: title(person.role)),
            seen,
        ]
        return cells + (frame.isAdministrator ? ["<div class=\"row-actions\">\(actions(person, isReader))</div>"] : [])
    }

    private static func actions(_ person: PersonDTO, _ isReader: Bool) -> HTML {
        func button(_ question: String, _ icon: Icon, _ word: String) -> HTML {
            Dialog.opener(
                question, on: SettingsPart.team.path, about: ("person", person.guid), icon, word, person.name)
        }
        return button("change", .edit, "Change") + (isReader ? .empty : button("remove", .trash, "Remove"))
    }

    private static func title(_ role: Role) -> String { role == .administrator ? "Administrator" : "Member" }

    private static func dialog(_ model: Model, _ frame: PageFrame) -> HTML {
        switch model.question {
        case .add:
            var form = model.form
            if form.values["role"] == nil { form.values["role"] = Role.member.rawValue }
            return asking("Add a person", PageRoutes.addPerson.path(), "Add", adding(form), model, frame)
        case .change(let person):
            var form = model.form
            if form.values.isEmpty { form.values = ["name": person.name, "role": person.role.rawValue] }
            let fields = Field(name: "name", label: "Name", isFirst: true).render(form) + role.render(form)
            return asking(
                "Change \(person.name)", PageRoutes.changePerson.path(person.guid), "Save", fields, model, frame)
        case .remove(let person):
            return asking(
                "Remove \(person.name)?", PageRoutes.removePerson.path(person.guid), "Remove",
                """
                <p><strong>\(person.name)</strong> (\(person.email ?? "no email")) is signed out everywhere at once, and their \
                API tokens and unused registration tokens end. Collections, jobs, results and the agents that they added stay, \
                with their name on them.</p>
                """, model, frame, isDanger: true)
        case nil: return .empty
        }
    }

    private static func adding(_ form: FormState) -> HTML {
        let name = Field(name: "name", label: "Name", isFirst: true)
        let email = Field(name: "email", label: "Email", kind: .email)
        let password = Field(
            name: "password", label: "First password", kind: .password, autocomplete: "new-password",
            hint: "At least 10 characters. Tell it to them; they can change it under Settings, Password.")
        return name.render(form) + email.render(form) + role.render(form) + password.render(form)
    }

    private static let role = Choice(
        name: "role", label: "Role",
        options: [Role.member, .administrator].map { Choice.Option(value: $0.rawValue, title: title($0)) })

    private static func asking(
        _ title: String, _ route: RoutePath, _ button: HTML, _ fields: HTML, _ model: Model, _ frame: PageFrame,
        isDanger: Bool = false
    ) -> HTML {
        let form = Dialog.form(
            route, frame: frame, button: button, close: SettingsPart.team.path, isDanger: isDanger,
            "\(Parts.complaint(model.form))\(fields)")
        return Dialog(title: title, close: SettingsPart.team.path, content: form).html
    }
}
