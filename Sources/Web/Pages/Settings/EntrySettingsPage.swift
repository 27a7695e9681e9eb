import Coordinator
import Domain
import HTML
import Wire

/// The cameras, or the processing methods, that file names speak of. FR-540.
enum EntrySettingsPage {
    /// What is asked in front of the table.
    enum Question: Sendable {
        case add
        case edit(String)
        case delete(String)
    }

    struct Model: Sendable {
        var kind: SettingEntry
        /// The setting.
        var value: JSONValue?
        var question: Question?
        /// What was typed into the question, and what is wrong with it.
        var form = FormState()
    }

    static func render(_ model: Model, frame: PageFrame) -> HTML {
        let kind = model.kind
        let add: HTML =
            frame.isAdministrator
            ? Dialog.opener("add", on: kind.part.path, label: "\(Icon.plus.html)Add a \(kind.noun)") : .empty
        let rows = kind.rows(model.value)
        let content: HTML = """
            <p class="lead">\(lead(kind))</p>
            \(rows.isEmpty ? empty(kind, frame) : table(kind, rows, frame))
            \(frame.isAdministrator ? dialog(model, rows, frame) : .empty)
            """
        return kind.part.render(frame: frame, actions: rows.isEmpty ? .empty : add, content)
    }

    private static func lead(_ kind: SettingEntry) -> HTML {
        switch kind {
        case .camera:
            "In <code>AB3D0042-HDR.dng</code> the first four characters are the camera. Reports name it as it is called here."
        case .method:
            "In <code>AB3D0042-HDR.dng</code> what follows the hyphen is a processing method. Reports say what it means."
        }
    }

    private static func empty(_ kind: SettingEntry, _ frame: PageFrame) -> HTML {
        let add = Dialog.opener(
            "add", on: kind.part.path, label: "\(Icon.plus.html)Add a \(kind.noun)", style: "button primary")
        return Parts.empty(
            .edit, "No \(kind.noun) is named yet",
            kind == .camera
                ? "Reports show camera ids as they are in file names."
                : "Reports show methods as they are in file names.",
            action: frame.isAdministrator ? add : "<p>An administrator of your team can add one.</p>")
    }

    private static func table(
        _ kind: SettingEntry, _ rows: [(key: String, name: String, serial: String)], _ frame: PageFrame
    ) -> HTML {
        var columns: [Table.Column] = [
            .init(kind == .camera ? "Id" : "Method", .main), .init(kind == .camera ? "Name" : "Meaning"),
        ]
        if kind == .camera { columns.append(.init("Serial number")) }
        if frame.isAdministrator { columns.append(.init("", .actions)) }
        let cells = rows.map { row -> [HTML] in
            var cells: [HTML] = ["<code>\(row.key)</code>", HTML(text: row.name.isEmpty ? "–" : row.name)]
            if kind == .camera { cells.append(HTML(text: row.serial.isEmpty ? "–" : row.serial)) }
            if frame.isAdministrator { cells.append(actions(kind, row.key)) }
            return cells
        }
        return Table(columns: columns, rows: cells).html
    }

    private static func actions(_ kind: SettingEntry, _ key: String) -> HTML {
        func button(_ question: String, _ icon: Icon, _ word: String) -> HTML {
            Dialog.opener(question, on: kind.part.path, about: ("entry", key), icon, word, key)
        }
        return
            "<div class=\"row-actions\">\(button("edit", .edit, "Edit"))\(button("delete", .trash, "Delete"))</div>"
    }

    private static func dialog(
        _ model: Model, _ rows: [(key: String, name: String, serial: String)], _ frame: PageFrame
    ) -> HTML {
        switch model.question {
        case .add: return asking(model, "Add a \(model.kind.noun)", key: nil, frame)
        case .edit(let key):
            guard let row = rows.first(where: { $0.key == key }) else { return .empty }
            var filled = model
            if filled.form.values.isEmpty { filled.form.values = ["name": row.name, "serial_number": row.serial] }
            return asking(filled, "Change \(key)", key: key, frame)
        case .delete(let key):
            guard rows.contains(where: { $0.key == key }) else { return .empty }
            let form = Dialog.form(
                model.kind.delete.path(), frame: frame, button: "Delete", close: model.kind.part.path, isDanger: true,
                """
                <input type="hidden" name="key" value="\(key)">\
                <p><strong>\(key)</strong> is shown as it is in file names again. Files and results stay as they are.</p>
                """)
            return Dialog(title: "Delete \(key)?", close: model.kind.part.path, content: form).html
        case nil: return .empty
        }
    }

    private static func asking(_ model: Model, _ title: String, key: String?, _ frame: PageFrame) -> HTML {
        let isCamera = model.kind == .camera
        let known: HTML =
            key.map {
                "<input type=\"hidden\" name=\"key\" value=\"\($0)\"><input type=\"hidden\" name=\"known\" value=\"yes\">"
            }
            ?? Field(
                name: "key", label: isCamera ? "Id" : "Method",
                hint: isCamera ? "Four of A–Z and 0–9, as in file names." : "As it follows the hyphen in file names.",
                placeholder: isCamera ? "AB3D" : "HDR", isMonospaced: true, isFirst: true
            ).render(model.form)
        let name = Field(
            name: "name", label: isCamera ? "Name" : "Meaning",
            placeholder: isCamera ? "Canon EOS R5" : "High dynamic range", isRequired: false, isFirst: key != nil)
        let serial = Field(name: "serial_number", label: "Serial number", isRequired: false)
        let form = Dialog.form(
            model.kind.save.path(), frame: frame, button: key == nil ? "Add" : "Save", close: model.kind.part.path,
            """
            \(Parts.complaint(model.form))\(known)\(name.render(model.form))\
            \(isCamera ? serial.render(model.form) : .empty)
            """)
        return Dialog(title: title, close: model.kind.part.path, content: form).html
    }
}
