import Coordinator
import Domain
import Wire

/// What the entries of a setting that is a table are: a camera by its id, or a processing method by its code.
enum SettingEntry: Sendable {
    case camera, method

    var setting: Setting { self == .camera ? .cameraMappings : .processingMethods }
    var part: SettingsPart { self == .camera ? .cameras : .methods }
    var noun: String { self == .camera ? "camera" : "method" }
    var save: Route { self == .camera ? PageRoutes.saveCamera : PageRoutes.saveMethod }
    var delete: Route { self == .camera ? PageRoutes.deleteCamera : PageRoutes.deleteMethod }

    /// The entries as they are set, by their key.
    func rows(_ value: JSONValue?) -> [(key: String, name: String, serial: String)] {
        (value?.objectValue ?? [:]).sorted { $0.key < $1.key }.map { key, entry in
            (key, entry.stringValue ?? entry["name"]?.stringValue ?? "", entry["serial_number"]?.stringValue ?? "")
        }
    }

    /// The value of one entry, from what was typed.
    func value(_ form: FormState) -> JSONValue {
        guard self == .camera else { return .string(form["name"]) }
        let serial = form["serial_number"]
        return ["name": .string(form["name"]), "serial_number": serial.isEmpty ? .null : .string(serial)]
    }
}
