import Domain
import FoundationEssentials
import TestSupport
import Testing
import Wire

@testable import Server

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite struct DataDirectoryTests {
    @Test func theMasterKeyIsMadeOnceAndIsPrivate() throws {
        let folder = try TemporaryFolder()
        let directory = try DataDirectory(path: folder.path + "/a/b")
        let first = try directory.masterKeys(environment: nil, random: SystemRandom())
        let second = try directory.masterKeys(environment: nil, random: SystemRandom())
        #expect(first.count == 1 && first[0].count == 32)
        #expect(first == second)
        #expect(permissions(folder.path + "/a/b/master.key") == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/a/b") == ["master.key"])
    }

    @Test func theEnvironmentGoesBeforeTheFile() throws {
        let folder = try TemporaryFolder()
        let key = [UInt8](repeating: 7, count: 32)
        let directory = try DataDirectory(path: folder.path)
        #expect(try directory.masterKeys(environment: Base64URL.encode(key), random: SystemRandom()) == [key])
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/master.key"))
    }

    @Test func severalKeysStandOneBehindTheOther() throws {
        let directory = try DataDirectory(path: try TemporaryFolder().path)
        let keys = (1...5).map { [UInt8](repeating: $0, count: 32) }
        let words = keys.map { Base64URL.encode($0) }
        #expect(try directory.masterKeys(environment: words.joined(separator: ","), random: SystemRandom()) == keys)
        try directory.keep(keys)
        #expect(try directory.masterKeys(environment: nil, random: SystemRandom()) == keys)
        #expect(permissions(directory.path + "/master.key") == 0o600)
        let failure = #expect(throws: CommandFailure.self) {
            try directory.masterKeys(environment: words[0] + ",short", random: SystemRandom())
        }
        #expect(failure?.code == .configuration)
    }

    @Test(arguments: ["short", Base64URL.encode([UInt8](repeating: 1, count: 31)), "not base64!"])
    func aKeyOfAnotherFormIsRefused(text: String) throws {
        let directory = try DataDirectory(path: try TemporaryFolder().path)
        let failure = #expect(throws: CommandFailure.self) {
            try directory.masterKeys(environment: text, random: SystemRandom())
        }
        #expect(failure?.code == .configuration)
        #expect(failure?.description.contains(text) == false, "the key must not be shown")
    }

    @Test func aKeyThatOthersCanReadIsRefusedWithTheMend() throws {
        let folder = try TemporaryFolder()
        let directory = try DataDirectory(path: folder.path)
        _ = try directory.masterKeys(environment: nil, random: SystemRandom())
        #expect(chmod(folder.path + "/master.key", 0o644) == 0)
        let failure = #expect(throws: CommandFailure.self) {
            try directory.masterKeys(environment: nil, random: SystemRandom())
        }
        #expect(failure?.description.contains("chmod 600") == true)
    }

    @Test func aFileInPlaceOfTheFolderIsSaid() throws {
        let folder = try TemporaryFolder()
        try Data("x".utf8).write(to: URL(fileURLWithPath: folder.path + "/file"))
        let failure = #expect(throws: CommandFailure.self) { try DataDirectory(path: folder.path + "/file/data") }
        #expect(failure?.code == .cannotCreate)
    }

    private func permissions(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }
}
