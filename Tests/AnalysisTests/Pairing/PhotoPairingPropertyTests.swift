import Domain
import TestSupport
import Testing

@testable import Analysis

/// What must hold for any listing.
@Suite struct PhotoPairingPropertyTests {
    static let configuration = ToolConfiguration(
        photoExtensions: [".dng", ".cr3", ".d_g"], metadataExtensions: [".xmp"], requireSidecar: [],
        cameraMappings: [
            "AB3D": CameraMapping(name: "One"), "AB3E": CameraMapping(name: "One"), "ZZZZ": CameraMapping(name: ""),
        ],
        processingMethods: ["HDR": "High", "BW": "High", "a": ""])

    private static let texts: [[String]] = [
        ["", "x/", "y/", "x/z/", "x-z/", "x/AB3D0001.dng/", "é/", "e\u{301}/"],
        ["AB3D", "AB3D", "AB3D", "AB3E", "ZZZZ", "0000", "ab3d", "AB_D", "AB3", "Ä3D", ""],
        ["0001", "0001", "0002", "9999", "0000", "001", "00001", "", "HDR", "1é"],
        [
            "", "", "-HDR", "-BW-HDR", "-hdr", "-2", "-02", "-1-2", "-HDR-2", "-2-HDR", "-12345678901234567",
            "-12345678901234568", "-1234567890123456", "-", "--a", "-a!", ".v2", "-a", "-é", "-e\u{301}", " (1)",
        ],
        [".dng", ".DNG", ".cr3", ".dng", ".d_g", ".xmp", ".cr3.xmp", "", ".txt"],
    ]
    /// For every part, bytes that are not UTF-8.
    private static let broken: [[[UInt8]]] = [
        [BrokenBytes.never + Array("/".utf8), BrokenBytes.cut + Array("/".utf8)],
        [Array("AB3".utf8) + BrokenBytes.never, Array("AB".utf8) + BrokenBytes.overlongDot, BrokenBytes.longCut],
        [Array("000".utf8) + BrokenBytes.never, BrokenBytes.cut + Array("001".utf8)],
        [
            Array("-".utf8) + BrokenBytes.never, Array("-2-".utf8) + BrokenBytes.cut, BrokenBytes.overlongDot,
            Array("-HDR".utf8) + BrokenBytes.longCut, BrokenBytes.overlongSlash,
        ],
        [
            Array(".dng".utf8) + BrokenBytes.never, Array(".".utf8) + BrokenBytes.cut + Array(".dng".utf8),
            BrokenBytes.overlongDot + Array("dng".utf8),
        ],
    ]

    private func listing(_ random: inout RepeatableRandom) -> [[UInt8]] {
        var paths: Set<[UInt8]> = []
        let plain = Bool.random(using: &random)
        let parts = zip(Self.texts, Self.broken).map { plain ? [[UInt8]](texts: $0) : [[UInt8]](texts: $0) + $1 }
        for _ in 0..<Int.random(in: 0...60, using: &random) {
            let path = parts.map { choices -> [UInt8] in
                choices[Int.random(in: 0..<(plain ? min(3, choices.count) : choices.count), using: &random)]
            }
            paths.insert(Array(path.joined()))
        }
        return paths.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func analyse(_ paths: [[UInt8]]) -> PhotoPairingResult {
        PhotoPairing.analyse(
            files: FileTable(paths.map { Archive.file($0) }), configuration: Self.configuration,
            options: .init(imageGroups: .listed))
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func theOrderOfTheFilesChangesNothing(seed: UInt64) {
        var random = RepeatableRandom(seed: seed)
        let paths = listing(&random)
        #expect(analyse(paths) == analyse(paths.shuffled(using: &random)))
    }

    @Test(arguments: 1...400 as ClosedRange<UInt64>)
    func everythingAgreesWithTheRulesAppliedByTheWord(seed: UInt64) throws {
        var random = RepeatableRandom(seed: seed)
        let paths = listing(&random)
        let result = analyse(paths)
        let found = try writtenJSON(result.write)
        let naive = NaivePhotoPairing(paths, extensions: Self.configuration.photoExtensions)
        let wanted = naive.results(Self.configuration)
        for name in [
            "group_count", "image_count", "file_count", "invalid_files_count", "camera_usage", "method_usage",
        ] {
            #expect(found[name] == wanted[name], "\(name)")
        }
        let cameras = result.cameras.entries.mapValues { camera -> JSONValue in
            ["groups": .integer(Int64(camera.groups)), "images": .integer(Int64(camera.images))]
        }
        #expect(.object(cameras) == wanted["cameras"])
        let invalid = result.invalidFiles.entries.map { [.string($0.path), .string($0.code.rawValue)] as JSONValue }
        #expect(.array(invalid) == wanted["invalid_files"])
        #expect(.array(result.ambiguousGroups.entries.map { .string($0.id) }) == wanted["ambiguous"])
        #expect(.object(listings(result)) == wanted["imagegroups"])
        // By their bytes: texts that are canonically equivalent are different names of files.
        #expect(
            [[UInt8]](texts: result.invalidFiles.entries.map(\.path)) == [[UInt8]](texts: naive.invalidPaths))
    }

    private func listings(_ result: PhotoPairingResult) -> [String: JSONValue] {
        var listings: [String: JSONValue] = [:]
        for group in result.imageGroups?.entries ?? [] {
            let images = group.images.map { image -> (String, JSONValue) in
                (image.id, [.array(image.files.map { .string($0) }), .array(image.properties.map { .string($0) })])
            }
            listings[ImageName.groupID(group.key)] = .object(Dictionary(uniqueKeysWithValues: images))
        }
        return listings
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func everyPhotoIsInExactlyOneImageOrInvalid(seed: UInt64) {
        var random = RepeatableRandom(seed: seed)
        let paths = listing(&random)
        let result = analyse(paths)
        let grouped = (result.imageGroups?.entries ?? []).flatMap(\.images).flatMap(\.files)
        let all = grouped + result.invalidFiles.entries.map(\.path)
        let photos = paths.filter { path in
            let name = NaiveName.components(path).name
            return [".dng", ".cr3", ".d_g"].contains { ending in
                name.count > ending.utf8.count && NaiveName(name.suffix(ending.utf8.count)) == NaiveName(ending.utf8)
            }
        }
        func sorted(_ texts: [String]) -> [[UInt8]] {
            [[UInt8]](texts: texts).sorted { $0.lexicographicallyPrecedes($1) }
        }
        #expect(sorted(all) == sorted(photos.map { displayText($0) }))
        #expect(result.totalFiles == photos.count && result.fileCount == grouped.count)
        #expect(result.invalidCounts.values.reduce(0, +) == result.invalidFiles.total)
        #expect(result.imagesByFileCount.reduce(0) { $0 + $1.key * $1.value } == result.fileCount)
        #expect(result.imagesByFileCount.values.reduce(0, +) == result.imageCount)
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func thePathOrderIsThatOfTheirBytes(seed: UInt64) {
        var random = RepeatableRandom(seed: seed)
        let components = ["a", "a-", "a0", "b", "ab", "aé"]
        let paths = Set(
            (0..<40).map { _ in
                (0..<Int.random(in: 1...4, using: &random))
                    .map { _ in components[Int.random(in: 0..<components.count, using: &random)] }.joined(
                        separator: "/")
            })
        let files = FileTable(paths.shuffled(using: &random).map { Archive.file($0) })
        let order = PathOrder(files)
        let sorted = (0..<Int32(files.count)).sorted(by: order.precedes).map { files.path(Int($0)) }
        #expect(sorted == sorted.sorted { $0.lexicographicallyPrecedes($1) })
    }
}
