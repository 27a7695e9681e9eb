import Analysis

/// File names: `ImageName` against the grammar read word by word.
struct FileNameTarget: FuzzTarget {
    static let name = "filename"
    static let words =
        pieces(
            "AB3D", "0001", "9999", "0000", "-", "-2", "-HDR", "-Edit 1", "_", ".dng", ".CR3", ".", " ", "é", "--",
            "abcd", ".xmp") + [[0xFF], [0]]

    init() {}

    mutating func generate(_ random: inout FuzzRandom) -> [UInt8] {
        var text =
            random.pick(["AB3D", "IMG_", "A", "0000", "ABCDE"]) + random.pick(["0001", "1234", "0000", "12", "12345"])
        for _ in 0..<random.below(4) { text += random.pick(["-2", "-HDR", "-Edit 1", "-", "-a_b", "-3"]) }
        return Array((text + random.pick([".dng", ".CR3", "", ".d-g", "."])).utf8)
    }

    mutating func fault(_ input: [UInt8]) -> String? {
        let read = input.withUnsafeBufferPointer { ImageName.parse($0) }
        let model: (group: String, separate: String)
        let name: ImageName
        switch (read, Self.model(input)) {
        case (.success, .failure(let code)): return "taken, but it is \(code.rawValue)"
        case (.failure(let code), .success): return "\(code.rawValue), but it is valid"
        case (.failure(let code), .failure(let other)):
            return code == other ? nil : "\(code.rawValue), not \(other.rawValue)"
        case (.success(let found), .success(let wanted)): (name, model) = (found, wanted)
        }
        if ImageName.groupID(name.key) != model.group { return "group \(ImageName.groupID(name.key))" }
        let separate = String(decoding: input[name.separateID], as: UTF8.self)
        return separate == model.separate ? nil : "separate image \(separate), not \(model.separate)"
    }

    /// CAMERA COUNTER ("-" PROPERTY)* EXT over texts with a scalar a byte: the first reason of the table in analysis.md.
    private static func model(_ input: [UInt8]) -> Result<(group: String, separate: String), InvalidName> {
        var pieces = input.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        var ending: ArraySlice<UInt8> = []
        // A dot at either end begins no extension.
        if pieces.count > 2 || pieces.count == 2 && pieces[0] != [], let last = pieces.last, last != [] {
            ending = pieces.removeLast()
        }
        let stem = Array(pieces.joined(separator: [UInt8(ascii: ".")]))
        if stem.count < 8 { return .failure(.tooShort) }
        let camera = stem.prefix(4)
        if !camera.allSatisfy({ isCapital($0) || isDigit($0) }) {
            return .failure(camera.allSatisfy(isAlphanumeric) ? .cameraLowercase : .cameraInvalid)
        }
        var properties = stem.dropFirst(4).split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let counter = properties.removeFirst()
        guard let first = counter.first, isDigit(first) else { return .failure(.counterMissing) }
        if Array(counter) == Array("0000".utf8) { return .failure(.counterZero) }
        if counter.count != 4 || !counter.allSatisfy(isDigit) { return .failure(.counterInvalid) }
        if properties.contains([]) { return .failure(.emptyProperty) }
        for byte in properties.joined() where !isAlphanumeric(byte) && byte != 0x20 && byte != UInt8(ascii: "_") {
            return .failure(.invalidProperty)
        }
        if ending.isEmpty || !ending.allSatisfy(isAlphanumeric) { return .failure(.invalidExtension) }
        let separate = properties.first { $0.allSatisfy(isDigit) } ?? []
        return .success((String(decoding: camera + counter, as: UTF8.self), String(decoding: separate, as: UTF8.self)))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { "0123456789".utf8.contains(byte) }
    private static func isCapital(_ byte: UInt8) -> Bool { "ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8.contains(byte) }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || isCapital(byte) || "abcdefghijklmnopqrstuvwxyz".utf8.contains(byte)
    }
}
