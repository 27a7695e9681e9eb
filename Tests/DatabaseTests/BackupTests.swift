import Foundation
import TestSupport
import Testing

@testable import Database

/// Copies of a database that is in use.
@Suite("Backup")
struct BackupTests {
    @Test("A backup is one file with all that was committed, and nothing of what was not")
    func oneFile() async throws {
        let writer = try await HeldWriter()
        let database = writer.database
        let target = writer.folder.path + "/backup.sqlite"
        try await database.write { try Note.insert("committed", $0) }
        let gate = Gate()
        let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
        async let writing: Void = database.write { tx in
            try Note.insert("not yet", tx)
            continuation.finish()
            gate.wait()
        }
        for await _ in begun {}
        try await database.backup(to: target)
        gate.open()
        try await writing
        let files = try FileManager.default.contentsOfDirectory(atPath: writer.folder.path)
        #expect(files.filter { $0.hasPrefix("backup") } == ["backup.sqlite"])

        let copy = try SQLiteDatabase(path: target)
        #expect(try await Note.names(in: copy) == ["committed"])
        try await copy.write { try Note.insert("on", $0) }
        try await copy.close()
        #expect(try await Note.names(in: database) == ["committed", "not yet"])
    }

    @Test("A backup replaces an older one")
    func replaces() async throws {
        let writer = try await HeldWriter()
        let target = writer.folder.path + "/backup.sqlite"
        try await writer.database.backup(to: target)
        try await writer.database.write { try Note.insert("a", $0) }
        try await writer.database.backup(to: target)
        let copy = try SQLiteDatabase(path: target)
        #expect(try await Note.names(in: copy) == ["a"])
        try await copy.close()
    }

    @Test("A backup that cannot be written is an error, and leaves nothing behind")
    func unwritable() async throws {
        let writer = try await HeldWriter()
        await #expect(throws: DatabaseError.self) {
            try await writer.database.backup(to: writer.folder.path + "/missing/backup.sqlite")
        }
        // A folder is in the way of the name.
        let taken = writer.folder.path + "/taken"
        try FileManager.default.createDirectory(atPath: taken + "/inner", withIntermediateDirectories: true)
        let error = await #expect(throws: DatabaseError.self) { try await writer.database.backup(to: taken) }
        #expect(error?.message.contains(taken) == true)
        let files = try FileManager.default.contentsOfDirectory(atPath: writer.folder.path)
        #expect(!files.contains { $0.contains("unfinished") })
    }
}
