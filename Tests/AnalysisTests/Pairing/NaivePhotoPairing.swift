import Domain
import Wire

@testable import Analysis

/// The rules of analysis.md word by word over Strings and sets, with nothing of the real thing in it.
struct NaivePhotoPairing {
    static let letters = "abcdefghijklmnopqrstuvwxyz"
    static let digits = "0123456789"

    struct Name {
        let group: String
        let separateID: String
        let methods: [String]
    }

    private(set) var groups: [String: [String: [(path: String, methods: [String])]]] = [:]
    private(set) var invalid: [String: InvalidName] = [:]

    init(_ paths: [String], extensions: [String]) {
        for path in paths {
            let name = NaivePhotoPairing.components(path).name
            let pieces = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard pieces.count > 1, pieces.count > 2 || pieces[0] != "", let last = pieces.last,
                extensions.contains("." + last.lowercased())
            else { continue }
            switch NaivePhotoPairing.read(stem: pieces.dropLast().joined(separator: "."), ending: last) {
            case .success(let name):
                groups[name.group, default: [:]][name.separateID, default: []].append((path, name.methods))
            case .failure(let code): invalid[path] = code
            }
        }
    }

    static func components(_ path: String) -> (folder: String, name: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return (parts.dropLast().joined(separator: "/"), String(parts.last ?? ""))
    }

    private static func read(stem: String, ending: String) -> Result<Name, InvalidName> {
        func consists(_ text: some StringProtocol, of characters: String) -> Bool {
            text.unicodeScalars.allSatisfy { characters.unicodeScalars.contains($0) }
        }
        let capitals = letters.uppercased() + digits
        if stem.utf8.count < 8 { return .failure(.tooShort) }
        let camera = String(stem.unicodeScalars.prefix(4))
        if !consists(camera, of: capitals) {
            return .failure(consists(camera, of: capitals + letters) ? .cameraLowercase : .cameraInvalid)
        }
        let rest = String(stem.unicodeScalars.dropFirst(4))
        var properties = rest.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        let counter = properties.removeFirst()
        guard let first = counter.unicodeScalars.first, digits.unicodeScalars.contains(first) else {
            return .failure(.counterMissing)
        }
        if counter == "0000" { return .failure(.counterZero) }
        if counter.unicodeScalars.count != 4 || !consists(counter, of: digits) { return .failure(.counterInvalid) }
        if properties.contains("") { return .failure(.emptyProperty) }
        if !properties.allSatisfy({ consists($0, of: capitals + letters + " _") }) { return .failure(.invalidProperty) }
        if !consists(ending, of: capitals + letters) { return .failure(.invalidExtension) }
        let place = properties.firstIndex { consists($0, of: digits) }
        let separateID = place.map { properties.remove(at: $0) } ?? ""
        return .success(Name(group: camera + counter, separateID: separateID, methods: properties))
    }

    /// What the results must say, but for words.
    func results(_ configuration: ToolConfiguration) -> JSONValue {
        var (cameraUsage, methodUsage) = ([String: Int](), [String: Int]())
        var cameras: [String: (groups: Int, images: Int)] = [:]
        for (id, images) in groups {
            let camera = String(id.prefix(4))
            let name = configuration.cameraMappings[camera]?.name ?? ""
            cameraUsage[name.isEmpty ? camera : name, default: 0] += images.count
            cameras[camera, default: (0, 0)].groups += 1
            cameras[camera, default: (0, 0)].images += images.count
            for files in images.values {
                let described = files.flatMap(\.methods).map { method in
                    let text = configuration.processingMethods[method] ?? ""
                    return text.isEmpty ? method : text
                }
                for method in Set(described) { methodUsage[method, default: 0] += 1 }
            }
        }
        return [
            "group_count": number(groups.count), "image_count": number(groups.values.reduce(0) { $0 + $1.count }),
            "file_count": number(groups.values.flatMap(\.values).reduce(0) { $0 + $1.count }),
            "invalid_files_count": number(invalid.count), "camera_usage": .object(cameraUsage.mapValues(number)),
            "method_usage": .object(methodUsage.mapValues(number)),
            "cameras": .object(
                cameras.mapValues { ["groups": number($0.groups), "images": number($0.images)] }),
            "invalid_files": .array(
                invalid.sorted { $0.key < $1.key }.map { [.string($0.key), .string($0.value.rawValue)] }),
            "ambiguous": .array(groups.keys.sorted().filter(isAmbiguous).map { .string($0) }),
            "imagegroups": .object(groups.mapValues { .object($0.mapValues(listing)) }),
        ]
    }

    private func number(_ value: Int) -> JSONValue { .integer(Int64(value)) }

    private func listing(_ files: [(path: String, methods: [String])]) -> JSONValue {
        let methods = Set(files.flatMap(\.methods)).sorted()
        return [.array(files.map(\.path).sorted().map { .string($0) }), .array(methods.map { .string($0) })]
    }

    private func isAmbiguous(_ group: String) -> Bool {
        var folders: [String: Set<String>] = [:]
        for (path, _) in (groups[group] ?? [:]).values.flatMap({ $0 }) {
            let (folder, name) = NaivePhotoPairing.components(path)
            folders[name.lowercased(), default: []].insert(folder)
        }
        return folders.values.contains { $0.count > 1 }
    }
}
