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
        let model = Self.model(input)
        guard case .success(let name) = read else { return model == nil ? nil : "refused, but it is valid" }
        guard let model else { return "taken, but it is not valid" }
        if ImageName.groupID(name.key) != model.group { return "group \(ImageName.groupID(name.key))" }
        let separate = String(decoding: input[name.separateID], as: UTF8.self)
        return separate == model.separate ? nil : "separate image \(separate), not \(model.separate)"
    }

    /// CAMERA COUNTER ("-" PROPERTY)* EXT, over text and pieces of it.
    private static func model(_ input: [UInt8]) -> (group: String, separate: String)? {
        guard input.allSatisfy({ $0 < 0x80 }) else { return nil }
        let text = String(decoding: input, as: UTF8.self)
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let ending = parts.last, !ending.isEmpty,
            ending.allSatisfy({ $0.isLetter || $0.isNumber })
        else { return nil }
        var properties = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        let group = properties.removeFirst()
        let (camera, counter) = (group.prefix(4), group.dropFirst(4))
        guard camera.count == 4, camera.allSatisfy({ $0.isNumber || $0.isUppercase }) else { return nil }
        guard counter.count == 4, counter.allSatisfy(\.isNumber), counter != "0000" else { return nil }
        for property in properties {
            guard !property.isEmpty, property.allSatisfy({ $0.isLetter || $0.isNumber || $0 == " " || $0 == "_" })
            else { return nil }
        }
        return (String(group), properties.first { $0.allSatisfy(\.isNumber) }.map(String.init) ?? "")
    }
}
