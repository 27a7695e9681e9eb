import Domain
import TestSupport
import Testing

/// The packed listing against a plain array of records.
@Suite struct FileTableTests {
    /// A record that chance makes, in a folder of a tree in which names repeat.
    private static func record(_ random: RepeatableRandom) -> FileRecord {
        let depth = Int(random.next() % 5)
        var components = (0..<depth).map { _ in Array("d\(random.next() % 3)".utf8) }
        components.append(random.bytes(Int(random.next() % 12) + 1).map { $0 == UInt8(ascii: "/") ? 0xFF : $0 })
        return FileRecord(
            path: Array(components.joined(separator: [UInt8(ascii: "/")])),
            size: Int64(truncatingIfNeeded: random.next() >> 1),
            modified: Timestamp(milliseconds: Int64(random.next() % 2_000_000_000_000)))
    }

    private static func records(_ count: Int, seed: UInt64) -> [FileRecord] {
        let random = RepeatableRandom(seed: seed)
        return (0..<count).map { _ in record(random) }
    }

    private func folder(of path: [UInt8]) -> [UInt8] { Array(path[..<(path.lastIndex(of: UInt8(ascii: "/")) ?? 0)]) }

    private func expectSame(_ table: FileTable, _ records: [FileRecord]) {
        #expect(Array(table) == records)
        #expect(table.count == records.count && table.isEmpty == records.isEmpty)
        for (file, record) in records.enumerated() {
            #expect(table.path(file) == record.path)
            #expect(table.name(file) == record.path.split(separator: UInt8(ascii: "/")).last.map { Array($0) })
            #expect(table.withName(file) { Array($0) } == table.name(file))
            #expect(table.size(file) == record.size && table.modified(file) == record.modified)
            #expect(table.path(of: table.folder(file)) == folder(of: record.path))
        }
    }

    @Test func anEmptyTableHoldsNothing() {
        expectSame(FileTable(), [])
        expectSame(FileTable([]), [])
        #expect(FileTable().folderCount == 0)
    }

    @Test(arguments: 1...20) func recordsComeBackAsTheyWere(seed: UInt64) {
        let records = Self.records(Int(seed) * 7, seed: seed)
        let table = FileTable(records)
        expectSame(table, records)
        // Two files are in one folder exactly if they have its number.
        let folders = Set(records.map { folder(of: $0.path) })
        #expect(table.folderCount == folders.count)
        #expect(Set(table.indices.map { table.folder($0) }).count == folders.count)
    }

    @Test(arguments: 1...20) func aTableBehindAnotherIsBothTogether(seed: UInt64) {
        let (first, second) = (Self.records(Int(seed) * 3, seed: seed), Self.records(Int(seed) * 5, seed: ~seed))
        var table = FileTable(first)
        table.append(FileTable(second))
        expectSame(table, first + second)
        table.append(FileTable(first))
        expectSame(table, first + second + first)
    }

    @Test func emptyTablesAddNothing() {
        let records = Self.records(10, seed: 5)
        var table = FileTable()
        table.append(FileTable(records))
        table.append(FileTable())
        expectSame(table, records)
        var reserved = FileTable()
        reserved.reserve(files: 100, nameBytes: 1000)
        reserved.append(FileTable(records))
        expectSame(reserved, records)
    }

    @Test func foldersByNameMakeUpThePath() {
        var table = FileTable()
        var (parent, path) = (table.addFolder([]), [UInt8]())
        for level in 0..<3000 {
            let name = Array("level \(level % 10)".utf8)
            parent = table.addFolder(name, in: parent)
            path += path.isEmpty ? name : [UInt8(ascii: "/")] + name
        }
        let name = Array("a.dng".utf8)
        name.withUnsafeBufferPointer { table.append($0, in: parent, size: 3, modified: 4) }
        #expect(table.path(of: parent) == path)
        #expect(table.path(0) == path + [UInt8(ascii: "/")] + name)
    }

    @Test func parentsAreTheirOwnTablesAfterAnAppend() {
        var tables: [FileTable] = []
        for name in ["left", "right"] {
            var table = FileTable()
            let top = table.addFolder(Array(name.utf8))
            let below = table.addFolder(Array("sub".utf8), in: top)
            for folder in [top, below] {
                Array(name.utf8).withUnsafeBufferPointer { table.append($0, in: folder, size: 0, modified: 0) }
            }
            tables.append(table)
        }
        tables[0].append(tables[1])
        let paths = tables[0].indices.map { String(decoding: tables[0].path($0), as: UTF8.self) }
        #expect(paths == ["left/left", "left/sub/left", "right/right", "right/sub/right"])
    }
}
