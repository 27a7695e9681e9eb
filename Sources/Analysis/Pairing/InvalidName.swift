/// Why a file name is not valid (analysis.md, *Photo Pairing*). The cases stand in the order in which they are tried; each looks
/// at the whole of its part of the name, and the first that applies is told.
public enum InvalidName: String, Error, CaseIterable, Hashable, Sendable {
    /// The name has fewer than 8 bytes before its extension: no room for a camera and a counter.
    case tooShort = "too_short"
    /// The first four would be a camera if their letters were capitals.
    case cameraLowercase = "camera_lowercase"
    /// The first four are no camera at all.
    case cameraInvalid = "camera_invalid"
    /// No digit follows the camera.
    case counterMissing = "counter_missing"
    /// The counter is 0000.
    case counterZero = "counter_zero"
    /// What stands between the camera and the first `-`, or the extension, begins with a digit but is not four digits.
    case counterInvalid = "counter_invalid"
    /// A `-` with nothing behind it, or two of them in a row.
    case emptyProperty = "empty_property"
    /// A property holds something else than ASCII letters, digits, spaces and underscores.
    case invalidProperty = "invalid_property"
    /// There is no extension, or it holds something else than ASCII letters and digits.
    case invalidExtension = "invalid_extension"
}

extension InvalidName {
    /// What is wrong with a name and what would be right, in words for people, with the part that is off.
    ///
    /// The name is the raw one that `ImageName.parse` gave this reason for.
    public func reason(for name: some Collection<UInt8>) -> String {
        let parts = NameParts(Array(name))
        let (camera, counter) = (parts.camera, parts.counter)
        switch self {
        case .tooShort:
            return "\(shown(parts.stem)) before the extension is too short: a name begins with four characters of the "
                + "camera and four digits of the counter, such as AB3D0001"
        case .cameraLowercase:
            return "the camera \(shown(camera)) has lower-case letters; capitals are wanted: "
                + "\"\(String(decoding: camera, as: UTF8.self).uppercased())\""
        case .cameraInvalid:
            return "the camera \(shown(camera)) is not four capital letters or digits (A–Z, 0–9), such as AB3D"
        case .counterMissing:
            return counter.isEmpty
                ? "the camera \(shown(camera)) is not followed by a counter; four digits from 0001 to 9999 are wanted"
                : "the camera \(shown(camera)) is followed by \(shown(counter)); "
                    + "a counter of four digits from 0001 to 9999 is wanted"
        case .counterZero: return "the counter is \"0000\"; counters go from 0001 to 9999"
        case .counterInvalid:
            return "the counter \(shown(counter)) is not four digits from 0001 to 9999; "
                + "whatever follows the counter begins with a hyphen, as in AB3D0001-HDR"
        case .emptyProperty:
            return "a hyphen has no property behind it; remove it, or write what it is for, as in AB3D0001-HDR"
        case .invalidProperty:
            return "the property \(shown(parts.firstInvalidProperty)) holds something else than letters (A–Z, a–z), "
                + "digits, spaces and underscores"
        case .invalidExtension:
            return parts.ending.isEmpty
                ? "the name has no extension; one of letters and digits is wanted, such as .dng"
                : "the extension \(shown(parts.ending)) holds something else than letters (A–Z, a–z) and digits"
        }
    }

    /// A part in quotes, at most 40 bytes of it.
    private func shown(_ part: ArraySlice<UInt8>) -> String {
        part.count <= 40 ? "\"\(displayText(part))\"" : "\"\(displayText(part.prefix(cut(part))))…\""
    }

    /// Where to cut a long part without splitting a character's bytes.
    private func cut(_ part: ArraySlice<UInt8>) -> Int {
        var end = part.startIndex + 40
        while end > part.startIndex + 36, part[end] & 0xC0 == 0x80 { end -= 1 }
        return end - part.startIndex
    }
}

/// The pieces of a name that a reason speaks about.
private struct NameParts {
    let stem: ArraySlice<UInt8>
    /// With its dot; empty where there is none.
    let ending: ArraySlice<UInt8>

    init(_ name: [UInt8]) {
        let end = name.withUnsafeBufferPointer(FileName.stemEnd)
        (stem, ending) = (name[..<end], name[end...])
    }

    /// The first four bytes, or as many more as the last of their characters has.
    var camera: ArraySlice<UInt8> {
        var end = min(stem.count, 4)
        while end < stem.count, end < 8, stem[end] & 0xC0 == 0x80 { end += 1 }
        return stem[..<end]
    }

    /// What stands between the camera and the first hyphen.
    var counter: ArraySlice<UInt8> { stem[camera.endIndex...].prefix { $0 != UInt8(ascii: "-") } }

    var firstInvalidProperty: ArraySlice<UInt8> {
        stem.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).dropFirst()
            .first { !$0.allSatisfy(ImageName.isPropertyByte) } ?? []
    }
}
