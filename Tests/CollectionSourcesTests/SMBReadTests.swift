import Domain
import TestStores
import TestSupport
import Testing

@testable import CollectionSources

/// The contents of files on a share, on a real server.
@Suite(.timeLimit(.minutes(5)))
struct SMBReadTests {
    private func read(
        _ files: [Int], of table: FileTable, in folder: String = "", limit: Int = 4_000_000,
        of server: ShareServer? = nil,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> [String: Result<[UInt8], ReadFailure>] {
        try SMBFixture.share("sidecars", of: server).read(
            files, of: table, in: folder, limit: limit, isCancelled: isCancelled
        ) { reads in
            var contents: [String: Result<[UInt8], ReadFailure>] = [:]
            reads.forEach { contents[String(decoding: table.path($0), as: UTF8.self)] = $1.map { Array($0) } }
            return contents
        }.first ?? [:]
    }

    @Test("Contents are read whole; what cannot be read is a failure of that file")
    func contents() async throws {
        var table = try await SMBFixture.share("sidecars").list(folder: "").files
        let folder = table.addFolder(Array("0".utf8))
        Array("gone.xmp".utf8).withUnsafeBufferPointer { table.append($0, in: folder, size: 1, modified: 0) }
        Array("../1/AB3D0001.xmp".utf8).withUnsafeBufferPointer { table.append($0, in: folder, size: 1, modified: 0) }
        let top = table.addFolder([])
        Array("1".utf8).withUnsafeBufferPointer { table.append($0, in: top, size: 1, modified: 0) }
        let wanted = table.indices.filter { !table.path($0).suffix(4).elementsEqual(".cr3".utf8) }
        let found = try read(wanted, of: table)
        #expect(found.count == 300 + 6)
        #expect(try found["2/AB3D0008.xmp"]?.get().contains(UInt8(ascii: "3")) == true)
        #expect(try found["broken.xmp"]?.get() == Array("<x:xmpmeta".utf8))
        #expect(found["hidden.xmp"] == .failure(.deniedOnServer))
        #expect(found["large.xmp"] == .failure(.tooLarge(limit: 4_000_000)))
        #expect(found["0/gone.xmp"] == .failure(.vanished))
        #expect(found["0/../1/AB3D0001.xmp"] == .failure(.vanished))
        #expect(found["1"] == .failure(.changed))
    }

    @Test("A file that has grown beyond the limit since it was listed is not read into memory")
    func growth() throws {
        var table = FileTable()
        let top = table.addFolder([])
        Array("large.xmp".utf8).withUnsafeBufferPointer { table.append($0, in: top, size: 1, modified: 0) }
        #expect(try read([0], of: table, limit: 100_000)["large.xmp"] == .failure(.tooLarge(limit: 100_000)))
        #expect(try read([0], of: table, limit: 5_000_000)["large.xmp"]?.get().count == 5_000_000)
    }

    @Test("Paths are those of the folder that was listed; no files are no connection")
    func folders() async throws {
        let table = try await SMBFixture.share("sidecars").list(folder: "2").files
        let wanted = table.indices.filter { table.path($0).elementsEqual("AB3D0005.xmp".utf8) }
        #expect(try read(wanted, of: table, in: "2").keys.sorted() == ["AB3D0005.xmp"])
        #expect(try read([], of: table).isEmpty)
        #expect(throws: ListingError.cancelled) { try read(wanted, of: table, in: "2", isCancelled: { true }) }
    }

    @Test("A server that dies while files are read is a share that went away")
    func death() async throws {
        let server = try ShareServer()
        let share = try SMBFixture.share("sidecars", of: server)
        let table = try await share.list(folder: "").files
        let error = #expect(throws: ListingError.self) {
            try share.read(Array(table.indices), of: table, in: "") { reads in
                var count = 0
                reads.forEach { _, _ in
                    count += 1
                    if count == 50 { server.kill() }
                }
                return count
            }
        }
        #expect(error.map(SMBFixture.isUnavailable) == true)
    }
}
