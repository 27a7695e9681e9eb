import Domain
import TestSupport
import Testing

@testable import Analysis

/// What must hold for any listing.
@Suite struct PhotoStatsPropertyTests {
    private static let stems =
        [[UInt8]](texts: ["a", "A", "b", "b.cr3", "é", "É", "e\u{301}", "a.xmp", "ö", "Ö", "c d", "", ".", ".a"]) + [
            BrokenBytes.never, Array("a".utf8) + BrokenBytes.never, Array("A".utf8) + BrokenBytes.never,
            Array("é".utf8) + BrokenBytes.never, Array("É".utf8) + BrokenBytes.never, BrokenBytes.cut,
            Array("b".utf8) + BrokenBytes.longCut, Array("a".utf8) + BrokenBytes.overlongDot,
            Array("A".utf8) + BrokenBytes.overlongDot, BrokenBytes.overlongSlash,
        ]
    private static let endings =
        [[UInt8]](
            texts: [".cr3", ".CR3", ".nef", ".dng", ".jpg", ".xmp", ".XMP", ".cr3.xmp", ".NEF.xmp", ".txt", ""]) + [
            Array(".cr3".utf8) + BrokenBytes.never, Array(".xm".utf8) + BrokenBytes.longCut,
            BrokenBytes.overlongDot + Array("xmp".utf8),
        ]
    private static let folders =
        [[UInt8]](texts: ["", "x/", "y/", "x/z/", "é/", "e\u{301}/"]) + [
            BrokenBytes.never + Array("/".utf8), BrokenBytes.cut + Array("/z/".utf8),
        ]

    private func listing(_ random: inout RepeatableRandom) -> [FileRecord] {
        var paths: Set<[UInt8]> = []
        // Few of each, so that names meet.
        let pieces = [(Self.folders, 3), (Self.stems, 6), (Self.endings, 8)].map { choices, count in
            choices.shuffled(using: &random).prefix(count)
        }
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            let parts = pieces.map { $0[Int.random(in: 0..<$0.count, using: &random)] }
            paths.insert(Array(parts.joined()))
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
        // By their bytes: texts that are canonically equivalent are different names of files.
        func bytes(_ texts: [String]) -> [[UInt8]] { .init(texts: texts) }
        #expect(bytes(result.orphanedImages.entries) == bytes(naive.orphanedImages))
        #expect(bytes(result.orphanedSidecars.entries) == bytes(naive.orphanedSidecars))
        #expect(bytes(result.sharedSidecars.entries.map(\.sidecar)) == bytes(naive.shared))
        #expect(bytes(result.doubleSidecars.entries.map(\.image)) == bytes(naive.double))
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
            let isOrphan = orphans[Array(displayText(file.path).utf8)] != nil
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

/// The rules of analysis.md word by word: quadratic, over `NaiveName`s, with nothing of the real thing in it.
private struct NaivePairing {
    private struct Name {
        let path: [UInt8]
        let folder: [UInt8]
        let full: NaiveName
        let stem: NaiveName
        let ending: String
        var shown: String { displayText(path) }

        init?(_ record: FileRecord) {
            path = record.path
            let (folder, name) = NaiveName.components(path)
            guard let pieces = NaiveName.pieces(name), let last = pieces.last, let ending = NaiveName.ending(last)
            else { return nil }
            (self.folder, self.ending, full) = (folder, ending, NaiveName(name))
            stem = NaiveName(Array(pieces.dropLast().joined(separator: [UInt8(ascii: ".")])))
        }
    }

    private struct Stem: Hashable {
        let folder: [UInt8]
        let stem: NaiveName
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
            if exact.isEmpty { ofStem.formUnion(owners.map(\.path)) } else { own.formUnion(owners.map(\.path)) }
            if owners.isEmpty { orphanedSidecars.append(sidecar.shown) }
            if owners.count > 1 { shared.append(sidecar.shown) }
        }
        var stems: Set<Stem> = []
        for image in images {
            if own.contains(image.path) || ofStem.contains(image.path) {
                stems.insert(Stem(folder: across ? [] : image.folder, stem: image.stem))
            } else if Archive.configuration.requireSidecar.contains(image.ending) {
                orphanedImages.append(image.shown)
            }
            if own.contains(image.path), ofStem.contains(image.path) { double.append(image.shown) }
        }
        paired = stems.count
    }
}
