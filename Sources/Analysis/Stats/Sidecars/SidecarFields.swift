/// The properties of one sidecar that are counted, as raw text without controls and outer spaces. The first value of each holds.
struct SidecarFields {
    /// A property.
    enum Field: Int, CaseIterable {
        case rating, label, creatorTool, make, model, auxLens, lensModel
    }

    /// The most bytes of a value that are kept, and the most characters (Unicode scalars) that are counted.
    static let byteLimit = 1024
    static let characterLimit = 200

    private var values: [[UInt8]] = Array(repeating: [], count: Field.allCases.count)

    /// Forgets all values, not the room that they took.
    mutating func removeAll() {
        for index in values.indices { values[index].removeAll(keepingCapacity: true) }
    }

    /// Whether a property has a value already.
    func has(_ field: Field) -> Bool { !values[field.rawValue].isEmpty }

    /// Adds to a property's value; white space and control characters count as one space, and none at the beginning.
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, to field: Field) {
        for byte in bytes where values[field.rawValue].count < Self.byteLimit {
            if byte > 0x20, byte != 0x7F {
                values[field.rawValue].append(byte)
            } else if values[field.rawValue].last.map({ $0 != 0x20 }) ?? false {
                values[field.rawValue].append(0x20)
            }
        }
    }

    /// A property's value, cut to `characterLimit`; nil where there is none.
    subscript(field: Field) -> String? {
        var bytes = values[field.rawValue][...]
        while bytes.last == 0x20 { bytes.removeLast() }
        guard !bytes.isEmpty else { return nil }
        if bytes.count <= Self.characterLimit, bytes.allSatisfy({ $0 < 0x80 }) {
            return String(decoding: bytes, as: UTF8.self)
        }
        var text = ""
        // The last character may have been cut at the byte limit; 200 characters are at most 800 bytes.
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars.prefix(Self.characterLimit) {
            switch scalar.value {
            case 0x80..<0xA0, 0x2028, 0x2029: text.unicodeScalars.append(" ")
            // Signs that turn the text around them.
            case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: break
            default: text.unicodeScalars.append(scalar)
            }
        }
        while text.unicodeScalars.last == " " { text.unicodeScalars.removeLast() }
        return text.isEmpty ? nil : text
    }
}

extension SidecarFields {
    /// The rating as it is counted: `-1` (rejected) to `5`, `other` for what is none. Decimals are rounded. Source: XMP 1, §8.4.
    var ratingKey: String? {
        guard let text = self[.rating] else { return nil }
        // Swift reads hexadecimal too.
        guard !text.contains("x"), let value = Double(text), value.isFinite, value >= -1, value < 5.5 else {
            return "other"
        }
        if value == -1 { return "-1" }
        return value > -0.5 ? String(Int(value.rounded())) : "other"
    }

    /// Make and model as people say them: a model that names its make already stands alone.
    var camera: String? {
        guard let make = self[.make] else { return self[.model] }
        guard let model = self[.model] else { return make }
        func firstWord(_ text: String) -> String { String(text.prefix { $0 != " " }).lowercased() }
        return firstWord(make) == firstWord(model) ? model : "\(make) \(model)"
    }

    /// The lens as Adobe's programs name it, else as the camera does.
    var lens: String? { self[.auxLens] ?? self[.lensModel] }
}
