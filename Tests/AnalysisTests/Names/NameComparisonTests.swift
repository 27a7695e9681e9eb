import Domain
import TestSupport
import Testing

@testable import Analysis

/// Comparing, hashing and ordering names, against what Swift's own texts and arrays do.
@Suite struct NameComparisonTests {
    private let pieces = [
        "a", "A", "z", "Z", "@", "[", "`", "{", "0", "-", "IMG_", "img_", "é", "e\u{301}", "É", "ß", "\u{212A}", "k",
        ";", "\u{37E}",
        "日本", "😀", "ABCDEFGH", "abcdefgh", "i\u{307}", "İ",
    ]

    private func name(_ random: inout RepeatableRandom) -> String {
        (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)]
        }
        .joined()
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func namesCompareAsLowerCaseTexts(seed: UInt64) {
        var random = RepeatableRandom(seed: seed)
        for _ in 0..<200 {
            let left = name(&random)
            let right = Bool.random(using: &random) ? left.uppercased() : name(&random)
            let areEqual = left.lowercased() == right.lowercased()
            Array(left.utf8).withUnsafeBufferPointer { leftBytes in
                Array(right.utf8).withUnsafeBufferPointer { rightBytes in
                    #expect(NameComparison.areEqual(leftBytes, rightBytes) == areEqual, "\(left) and \(right)")
                    if areEqual {
                        #expect(NameComparison.hash(leftBytes) == NameComparison.hash(rightBytes), "\(left), \(right)")
                    }
                }
            }
        }
    }

    @Test func everyByteIsLoweredAsASCIIIs() {
        for byte in UInt8.min...UInt8.max {
            // Never UTF-8, so that bytes are compared as they are but for A to Z.
            let left: [UInt8] = [0xFF, 0x41, byte, 0x7A, 0, 1, 2, 3, 4, byte]
            let lowered = byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte
            let right: [UInt8] = [0xFF, 0x61, lowered, 0x5A, 0, 1, 2, 3, 4, lowered]
            left.withUnsafeBufferPointer { left in
                right.withUnsafeBufferPointer { right in
                    #expect(NameComparison.areEqual(left, right))
                    #expect(NameComparison.hash(left) == NameComparison.hash(right))
                }
            }
        }
    }

    @Test func differentNamesHardlyEverHaveOneHash() {
        let hashes = (0..<100_000).map { number in
            Array("AB3D\(number)".utf8).withUnsafeBufferPointer { NameComparison.hash($0) }
        }
        #expect(Set(hashes).count == hashes.count)
        // Also not in the part that chooses a slot, beyond what chance gives.
        #expect(Set(hashes.map { $0 & 0xF_FFFF }).count > 90_000)
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func filesAreOrderedByFolderThenName(seed: UInt64) {
        var random = RepeatableRandom(seed: seed)
        let folders = ["", "a", "a-b", "a/b", "a/b/c", "é", "same/start/of/all/one", "same/start/of/all/two"]
        var paths: Set<String> = []
        for _ in 0..<Int.random(in: 2...60, using: &random) {
            let folder = folders[Int.random(in: 0..<folders.count, using: &random)]
            paths.insert((folder.isEmpty ? "" : folder + "/") + "IMG_000" + name(&random))
        }
        let table = FileTable(paths.map { Archive.file($0) })
        var order = FolderOrder(table)
        var numbers = table.indices.map { Int32($0) }.shuffled(using: &random)
        order.sort(&numbers)
        let sorted = table.indices.sorted { left, right in
            let (leftFolder, rightFolder) = (table.path(of: table.folder(left)), table.path(of: table.folder(right)))
            return leftFolder == rightFolder
                ? table.name(left).lexicographicallyPrecedes(table.name(right))
                : leftFolder.lexicographicallyPrecedes(rightFolder)
        }
        #expect(numbers.map { table.path(Int($0)) } == sorted.map { table.path($0) })
        var shown = ShownPaths(table)
        #expect(numbers.map { shown.path($0) } == sorted.map { displayText(table.path($0)) })
    }
}
