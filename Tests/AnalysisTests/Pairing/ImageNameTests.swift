import TestSupport
import Testing

@testable import Analysis

/// What a valid name is, what it says, and why another is none.
@Suite struct ImageNameTests {
    static func parse(_ name: String) -> Result<ImageName, InvalidName> {
        Array(name.utf8).withUnsafeBufferPointer { ImageName.parse($0) }
    }

    @Test(arguments: [
        ("AB3D0001.dng", "", []), ("AB3D0001-HDR.dng", "", ["HDR"]), ("AB3D0001-2.cr3", "2", []),
        ("AB3D0001-HDR-2-BW.cr3", "2", ["HDR", "BW"]), ("AB3D0001-2-3.tif", "2", ["3"]),
        ("AB3D0001-3-HDR-2.tif", "3", ["HDR", "2"]), ("00009999-01.TIFF", "01", []), ("ZZZZ0010.3fr", "", []),
        ("AB3D0001-High Dynamic_Range.dng", "", ["High Dynamic_Range"]), ("AB3D0001- .dng", "", [" "]),
        ("AB3D0001-HDR-HDR.dng", "", ["HDR", "HDR"]), ("AB3D0001-2a.dng", "", ["2a"]), ("AB3D0001-2 .dng", "", ["2 "]),
    ])
    func aValidNameTellsItsParts(name: String, separateID: String, methods: [String]) throws {
        let bytes = Array(name.utf8)
        let parsed = try ImageNameTests.parse(name).get()
        #expect(String(decoding: bytes[parsed.separateID], as: UTF8.self) == separateID)
        var found: [String] = []
        bytes.withUnsafeBufferPointer {
            parsed.forEachMethod(in: $0) { found.append(String(decoding: $0, as: UTF8.self)) }
        }
        #expect(found == methods)
        #expect(ImageName.groupID(parsed.key) == name.prefix(8))
        #expect(ImageName.cameraID(parsed.key) == name.prefix(4))
        #expect(ImageName.counter(parsed.key) == name.dropFirst(4).prefix(4))
        #expect(bytes[parsed.stemEnd] == UInt8(ascii: "."))
    }

    @Test(arguments: [
        (".dng", InvalidName.tooShort), ("AB3D.dng", .tooShort), ("AB3D12.dng", .tooShort), ("ab3d001.dng", .tooShort),
        ("AB3D-HD.dng", .tooShort), ("", .tooShort),
        ("ab3d0001.dng", .cameraLowercase), ("Ab3D0000-.dng", .cameraLowercase), ("img10001.dng", .cameraLowercase),
        ("IMG_0001.dng", .cameraInvalid), ("ab_d0001.dng", .cameraInvalid), ("AB-D0001.dng", .cameraInvalid),
        ("Ä3D0001.dng", .cameraInvalid), (" AB30001.dng", .cameraInvalid),
        ("AB3DHDR1.dng", .counterMissing), ("AB3D-0001.dng", .counterMissing), ("AB3D_0001.dng", .counterMissing),
        ("AB3D 0001.dng", .counterMissing), ("AB3D.0001.dng", .counterMissing),
        ("AB3D0000.dng", .counterZero), ("AB3D0000-HDR.dng", .counterZero), ("AB3D0000--.dng", .counterZero),
        ("AB3D00001.dng", .counterInvalid), ("AB3D001-HDR.dng", .counterInvalid), ("AB3D12-HDR.dng", .counterInvalid),
        ("AB3D0001HDR.dng", .counterInvalid), ("AB3D0001 (1).dng", .counterInvalid),
        ("AB3D0001_2.dng", .counterInvalid), ("AB3D0001.v2.dng", .counterInvalid), ("AB3D0000HDR.dng", .counterInvalid),
        ("AB3D12A4.dng", .counterInvalid), ("AB3D٠٠٠١.dng", .counterMissing), ("AB3D0001..dng", .counterInvalid),
        ("AB3D0001-.dng", .emptyProperty), ("AB3D0001--HDR.dng", .emptyProperty), ("AB3D0001-HDR-.dng", .emptyProperty),
        ("AB3D0001-a!--b.dng", .emptyProperty),
        ("AB3D0001-HDR!.dng", .invalidProperty), ("AB3D0001-Größe.dng", .invalidProperty),
        ("AB3D0001-v1.2.dng", .invalidProperty), ("AB3D0001-HDR (1).dng", .invalidProperty),
        ("AB3D0001-a\u{0}.dng", .invalidProperty), ("AB3D0001-2.1.dng", .invalidProperty),
        ("AB3D0001", .invalidExtension), ("AB3D0001-HDR", .invalidExtension), ("AB3D0001.d_g", .invalidExtension),
        ("AB3D0001.größe", .invalidExtension), ("AB3D0001-HDR.dng ", .invalidExtension),
    ])
    func anInvalidNameTellsTheFirstReason(name: String, code: InvalidName) {
        #expect(ImageNameTests.parse(name) == .failure(code))
    }

    @Test func bytesThatAreNoTextAreInvalid() {
        let camera: [UInt8] = [0x41, 0xFF] + Array("3D0001.dng".utf8)
        #expect(camera.withUnsafeBufferPointer { ImageName.parse($0) } == .failure(.cameraInvalid))
        #expect(InvalidName.cameraInvalid.reason(for: camera).contains("\"A\\xFF3D\""))
    }

    @Test func aStemIsReadWithoutAnExtension() throws {
        func parse(_ stem: String) -> Result<ImageName, InvalidName> {
            Array(stem.utf8).withUnsafeBufferPointer { ImageName.parse(stem: $0) }
        }
        #expect(
            try parse("AB3D0001-2-HDR").get()
                == ImageName(key: parse("AB3D0001").get().key, stemEnd: 14, separateID: 9..<10))
        #expect(parse("AB3D0001.cr3") == .failure(.counterInvalid))
        #expect(parse("AB3D0001-2.cr3") == .failure(.invalidProperty))
    }

    @Test(arguments: [
        ("AB3D12.dng", "\"AB3D12\"", "AB3D0001"), ("ab3d0001.dng", "\"ab3d\"", "\"AB3D\""),
        ("IMG_0001.dng", "\"IMG_\"", "A–Z, 0–9"), ("AB3D_001.dng", "\"_001\"", "0001 to 9999"),
        ("AB3D-0001.dng", "\"AB3D\"", "0001 to 9999"), ("AB3D0000.dng", "\"0000\"", "0001 to 9999"),
        ("AB3D0001 (1).dng", "\"0001 (1)\"", "AB3D0001-HDR"), ("AB3D0001-.dng", "hyphen", "remove it"),
        ("AB3D0001-ok-v1.2.dng", "\"v1.2\"", "underscores"), ("AB3D0001.d_g", "\".d_g\"", "letters"),
        ("AB3D0001", "no extension", ".dng"), ("Ä3D0001.dng", "\"Ä3D\"", "A–Z"),
    ])
    func theReasonNamesThePartThatIsOffAndWhatIsRight(name: String, part: String, mend: String) throws {
        guard case .failure(let code) = ImageNameTests.parse(name) else {
            Issue.record("\(name) is valid")
            return
        }
        let reason = code.reason(for: Array(name.utf8))
        #expect(reason.contains(part) && reason.contains(mend), "\(reason)")
    }

    @Test func aLongPartIsCutBetweenCharacters() {
        let name = "AB3D0001-" + String(repeating: "ö", count: 100) + ".dng"
        let reason = InvalidName.invalidProperty.reason(for: Array(name.utf8))
        #expect(reason.contains("\"\(String(repeating: "ö", count: 20))…\""), "\(reason)")
    }

    @Test func keysSortAsTheirTextDoes() {
        var random = RepeatableRandom(seed: 3)
        let letters = Array("0189AMZ")
        let ids = (0..<300).map { _ in
            String((0..<4).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] })
                + String(Int.random(in: 10_001...19_999, using: &random)).dropFirst()
        }
        let byKey = ids.compactMap { id in
            try? ImageNameTests.parse(id + ".dng").get().key  // `try?`: all are valid, counted below
        }
        #expect(byKey.count == ids.count)
        #expect(byKey.sorted().map(ImageName.groupID) == ids.sorted())
    }
}
