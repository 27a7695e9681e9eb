import Domain
import Wire

@testable import Analysis

/// The rules of analysis.md word by word over texts of a scalar a byte and sets, with nothing of the real thing in it.
struct NaivePhotoPairing {
    static let letters = "abcdefghijklmnopqrstuvwxyz"
    static let digits = "0123456789"

    struct Name {
        let group: String
        let separateID: String
        let methods: [String]
    }

    private(set) var groups: [String: [String: [(path: [UInt8], methods: [String])]]] = [:]
    private(set) var invalid: [[UInt8]: InvalidName] = [:]

    init(_ paths: [[UInt8]], extensions: [String]) {
        for path in paths {
            guard let pieces = NaiveName.pieces(NaiveName.components(path).name), let last = pieces.last,
                let ending = NaiveName.ending(last), extensions.contains(ending)
            else { continue }
            let stem = Array(pieces.dropLast().joined(separator: [UInt8(ascii: ".")]))
            switch NaivePhotoPairing.read(stem: Self.text(stem), ending: Self.text(last)) {
            case .success(let name):
                groups[name.group, default: [:]][name.separateID, default: []].append((path, name.methods))
            case .failure(let code): invalid[path] = code
            }
        }
    }

    /// Every byte as one scalar: what is ASCII stays, and nothing else becomes it.
    private static func text(_ bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: bytes.map { Unicode.Scalar($0) })
        return String(text)
    }

    /// Invalid files in the order of their raw paths, as shown.
    var invalidPaths: [String] { sortedInvalid.map { displayText($0.key) } }

    private var sortedInvalid: [(key: [UInt8], value: InvalidName)] {
        invalid.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    private static func read(stem: String, ending: String) -> Result<Name, InvalidName> {
        func consists(_ text: some StringProtocol, of characters: String) -> Bool {
            text.unicodeScalars.allSatisfy { characters.unicodeScalars.contains($0) }
        }
        let capitals = letters.uppercased() + digits
        if stem.unicodeScalars.count < 8 { return .failure(.tooShort) }
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
                sortedInvalid.map { [.string(displayText($0.key)), .string($0.value.rawValue)] }),
            "ambiguous": .array(groups.keys.sorted().filter(isAmbiguous).map { .string($0) }),
            "imagegroups": .object(groups.mapValues { .object($0.mapValues(listing)) }),
        ]
    }

    private func number(_ value: Int) -> JSONValue { .integer(Int64(value)) }

    private func listing(_ files: [(path: [UInt8], methods: [String])]) -> JSONValue {
        let methods = Set(files.flatMap(\.methods)).sorted()
        let paths = files.map(\.path).sorted { $0.lexicographicallyPrecedes($1) }
        return [.array(paths.map { .string(displayText($0)) }), .array(methods.map { .string($0) })]
    }

    private func isAmbiguous(_ group: String) -> Bool {
        var folders: [NaiveName: Set<[UInt8]>] = [:]
        for (path, _) in (groups[group] ?? [:]).values.flatMap({ $0 }) {
            let (folder, name) = NaiveName.components(path)
            folders[NaiveName(name), default: []].insert(folder)
        }
        return folders.values.contains { $0.count > 1 }
    }
}
