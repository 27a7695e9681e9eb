import Domain
import TestSupport
import Testing

@testable import Analysis

/// What must hold for any listing.
@Suite struct PhotoStatsPropertyTests {
    private let stems = ["a", "A", "b", "b.cr3", "é", "e\u{301}", "a.xmp", "ö", "Ö", "c d", "", ".", ".a"]
    private let endings = [".cr3", ".CR3", ".nef", ".dng", ".jpg", ".xmp", ".XMP", ".cr3.xmp", ".NEF.xmp", ".txt", ""]
    private let folders = ["", "x/", "y/", "x/z/"]

    private func listing(_ random: inout RepeatableRandom) -> [FileRecord] {
        var paths: Set<[UInt8]> = []
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            let parts = [folders, stems, endings].map { $0[Int.random(in: 0..<$0.count, using: &random)] }
            paths.insert(Array(parts.joined().utf8))
        }
        // By folder, then by name, as results are.
        func key(_ path: [UInt8]) -> [[UInt8]] {
            let end = path.lastIndex(of: UInt8(ascii: "/")) ?? 0
            return [Array(path[..<end]), Array(path[end...])]
        }
        func precedes(_ left: [[UInt8]], _ right: [[UInt8]]) -> Bool {
            left[0] == right[0]
                ? left[1].lexicographicallyPrecedes(right[1]) : left[0].lexicographicallyPrecedes(right[0])
        }
        return paths.sorted { precedes(key($0), key($1)) }.map { path in
            FileRecord(
                path: path, size: Int64.random(in: 0...3, using: &random),
                modified: Timestamp(milliseconds: Int64.random(in: 0...5, using: &random)))
        }
    }

    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func theOrderOfTheFilesChangesNothing(seed: UInt64) {
        var random = RepeatableRandom(seed: seed)
        let files = listing(&random)
        let across = seed.isMultiple(of: 2)
        #expect(
            Archive.analyse(files, across: across) == Archive.analyse(files.shuffled(using: &random), across: across))
    }

    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func everythingAgreesWithTheRuleAppliedFileByFile(seed: UInt64) {
        var random = RepeatableRandom(seed: seed)
        let files = listing(&random)
        let across = seed.isMultiple(of: 2)
        let result = Archive.analyse(files, across: across)
        let naive = NaivePairing(files: files, across: across)
        #expect(result.orphanedImages.entries == naive.orphanedImages)
        #expect(result.orphanedSidecars.entries == naive.orphanedSidecars)
        #expect(result.sharedSidecars.entries.map(\.sidecar) == naive.shared)
        #expect(result.doubleSidecars.entries.map(\.image) == naive.double)
        #expect(result.pairedCount == naive.paired)
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func everyFileThatNeedsTheOtherHasItOrIsOrphanedOnce(seed: UInt64) {
        var random = RepeatableRandom(seed: seed)
        let files = listing(&random)
        let result = Archive.analyse(files, across: seed.isMultiple(of: 2))
        func endings(_ list: CutList<String>) -> [[UInt8]: Int] {
            Dictionary(list.entries.map { (Array($0.utf8), 1) }, uniquingKeysWith: +)
        }
        let orphans = endings(result.orphanedImages).merging(endings(result.orphanedSidecars), uniquingKeysWith: +)
        #expect(orphans.values.allSatisfy { $0 == 1 })
        for file in files {
            let path = String(decoding: file.path, as: UTF8.self).lowercased()
            let isOrphan = orphans[file.path] != nil
            // Whether a sidecar belongs is up to the images alone.
            if path.hasSuffix(".xmp"), path.split(separator: "/").last != ".xmp" {
                let others = files.filter { !String(decoding: $0.path, as: UTF8.self).lowercased().hasSuffix(".xmp") }
                let alone = Archive.analyse(others + [file], across: seed.isMultiple(of: 2))
                #expect((alone.orphanedSidecars.total == 1) == isOrphan)
            } else if isOrphan {
                #expect(path.hasSuffix(".cr3") || path.hasSuffix(".nef"))
            }
        }
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func countsAddUp(seed: UInt64) {
        var random = RepeatableRandom(seed: seed)
        let result = Archive.analyse(listing(&random))
        #expect(result.fileCounts.values.reduce(0, +) == result.totalFiles)
        #expect(result.storageByType.values.reduce(0, +) == result.totalSize)
        #expect(Set(result.fileCounts.keys) == Set(result.storageByType.keys))
    }
}

/// The rules of analysis.md word by word: quadratic, over Strings, with nothing of the real thing in it.
private struct NaivePairing {
    private struct Name {
        let path: String
        let folder: String
        let full: String
        let stem: String
        let ending: String
        /// A key that keeps names apart which compare as the same String.
        let bytes: [UInt8]

        init?(_ record: FileRecord) {
            bytes = record.path
            path = String(decoding: record.path, as: UTF8.self)
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            folder = parts.dropLast().joined(separator: "/")
            full = (parts.last ?? "").lowercased()
            let pieces = full.split(separator: ".", omittingEmptySubsequences: false)
            guard pieces.count > 1, let last = pieces.last, full.first != "." || pieces.count > 2 else { return nil }
            ending = "." + last
            stem = pieces.dropLast().joined(separator: ".")
        }
    }

    private(set) var orphanedImages: [String] = []
    private(set) var orphanedSidecars: [String] = []
    private(set) var shared: [String] = []
    private(set) var double: [String] = []
    private(set) var paired = 0

    init(files: [FileRecord], across: Bool) {
        let names = files.compactMap(Name.init)
        let images = names.filter { Archive.configuration.photoExtensions.contains($0.ending) }
        let sidecars = names.filter { $0.ending == ".xmp" }
        var own: Set<[UInt8]> = []
        var ofStem: Set<[UInt8]> = []
        for sidecar in sidecars {
            let near = images.filter { across || $0.folder == sidecar.folder }
            let exact = near.filter { $0.full == sidecar.stem }
            let owners = exact.isEmpty ? near.filter { $0.stem == sidecar.stem } : exact
            if exact.isEmpty { ofStem.formUnion(owners.map(\.bytes)) } else { own.formUnion(owners.map(\.bytes)) }
            if owners.isEmpty { orphanedSidecars.append(sidecar.path) }
            if owners.count > 1 { shared.append(sidecar.path) }
        }
        var stems: Set<[String]> = []
        for image in images {
            if own.contains(image.bytes) || ofStem.contains(image.bytes) {
                stems.insert([across ? "" : image.folder, image.stem])
            } else if Archive.configuration.requireSidecar.contains(image.ending) {
                orphanedImages.append(image.path)
            }
            if own.contains(image.bytes), ofStem.contains(image.bytes) { double.append(image.path) }
        }
        paired = stems.count
    }
}
