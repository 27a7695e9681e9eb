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

    static func render(_ form: FormState, frame: PageFrame) -> HTML {
        let content = frame.isAdministrator ? editable(form, frame) : readable(form)
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
            <form class="stack card narrow" method="post" \(action: PageRoutes.saveFileSettings.path())>\(frame.csrfField)
            \(photos.render(form))\(metadata.render(form))\(sidecars.render(form))
            <p class="hint">Parted by spaces; upper and lower case are the same. They hold from the next run on.</p>
            <div class="form-actions"><button class="button primary" name="do" value="save">Save</button>\
            <button class="button" name="do" value="defaults" formnovalidate>Back to the defaults</button></div>
            </form>
            """
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
