import Coordinator
import Domain
import HTML
import Wire

/// Which files are photos, which are metadata, and which photos need a sidecar. FR-540.
enum FileSettingsPage {
    /// The settings on this page, with the names of their fields.
    static let fields: [(setting: Setting, name: String)] = [
        (.photoExtensions, "photo_extensions"), (.metadataExtensions, "metadata_extensions"),
        (.requireSidecar, "require_sidecar"),
    ]

    /// A form that holds what is set.
    static func form(_ settings: [Setting: JSONValue]) -> FormState {
        FormState(
            values: Dictionary(
                uniqueKeysWithValues: fields.map { setting, name in
                    let extensions = settings[setting]?.arrayValue?.compactMap(\.stringValue) ?? []
                    return (name, extensions.joined(separator: " "))
                }))
    }

    /// What was typed into a field: extensions with or without their dot, parted by spaces, commas or lines.
    static func extensions(_ text: String) -> [String] {
        text.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map { $0.hasPrefix(".") ? String($0) : ".\($0)" }
    }

    /// - Parameter asksForDefaults: whether the question before going back to the defaults stands in front.
    static func render(_ form: FormState, asksForDefaults: Bool = false, frame: PageFrame) -> HTML {
        let question = asksForDefaults ? defaultsDialog(frame) : .empty
        let content = frame.isAdministrator ? editable(form, frame) + question : readable(form)
        return SettingsPart.files.render(frame: frame, content)
    }

    private static func editable(_ form: FormState, _ frame: PageFrame) -> HTML {
        let photos = TextArea(
            name: "photo_extensions", label: "Photos", rows: 3, hint: "Files with these extensions are images.")
        let metadata = TextArea(
            name: "metadata_extensions", label: "Metadata", rows: 2,
            hint: "Sidecars, which belong to the image of their name.")
        let sidecars = TextArea(
            name: "require_sidecar", label: "Photos that need a sidecar", rows: 2,
            hint: "An image with one of these extensions and no sidecar is an orphan.")
        return """
            \(Parts.complaint(form))
            <div class="card narrow"><form class="stack" id="file-types" method="post" \(action: PageRoutes.saveFileSettings.path()) \
            data-module="unsaved">\(frame.csrfField)
            \(photos.render(form))\(metadata.render(form))\(sidecars.render(form))
            <p class="hint">Parted by spaces; upper and lower case are the same. They hold from the next run on.</p>
            </form>
            <div class="form-actions beneath"><button class="button primary" form="file-types">Save</button>\
            \(Dialog.opener("defaults", on: SettingsPart.files.path, label: "Back to the defaults"))</div></div>
            """
    }

    private static func defaultsDialog(_ frame: PageFrame) -> HTML {
        let back = SettingsPart.files.path
        let rows = fields.map { setting, _ -> (name: String, value: HTML) in
            let extensions = setting.builtIn.arrayValue?.compactMap(\.stringValue) ?? []
            return (title(setting), "<code>\(extensions.joined(separator: " "))</code>")
        }
        let form = Dialog.form(
            PageRoutes.saveFileSettings.path(), frame: frame, button: "Back to the defaults", close: back,
            isDanger: true,
            """
            <input type="hidden" name="do" value="defaults"><p>What your team has set is given up, and holds for no further \
            run. These are the defaults:</p>\(Parts.facts(rows))
            """)
        return Dialog(title: "Back to the defaults?", close: back, content: form).html
    }

    private static func title(_ setting: Setting) -> String {
        switch setting {
        case .photoExtensions: "Photos"
        case .metadataExtensions: "Metadata"
        default: "Need a sidecar"
        }
    }

    private static func readable(_ form: FormState) -> HTML {
        func value(_ name: String) -> HTML { "<code>\(form[name].isEmpty ? "none" : form[name])</code>" }
        return """
            <div class="card narrow">\(Parts.facts([
                ("Photos", value("photo_extensions")), ("Metadata", value("metadata_extensions")),
                ("Need a sidecar", value("require_sidecar")),
            ]))</div><p class="hint">An administrator of your team can change these.</p>
            """
    }
}
