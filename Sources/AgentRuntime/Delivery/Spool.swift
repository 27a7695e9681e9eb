import Crypto
import Logging
import Wire

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Finished attempts that the server has not acknowledged. An entry is a folder of its own that appears whole, by a rename,
/// and vanishes whole, so that a kill at any moment leaves either all of it or nothing. SL-5, NFR-200.5.
struct Spool: Sendable {
    private static let unfinished = ".new-"
    private static let finished = ".done-"
    private static let damaged = "damaged-"
    private static let refused = "refused-"
    let folder: String
    let logger: Logger

    /// Opens the spool and sweeps away what a killed agent left half written or half removed.
    init(folder: String, logger: Logger) throws {
        self.folder = folder
        self.logger = logger
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for name in try names() where name.hasPrefix(Self.unfinished) || name.hasPrefix(Self.finished) {
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    /// Writes an entry; once this returns it survives anything but the disk's own death.
    func add(_ note: SpoolEntry.Note, results: [UInt8]?, report: [UInt8]?) throws -> SpoolEntry {
        let name = "\(note.job).\(note.attempt)"
        let temporary = "\(folder)/\(Self.unfinished)\(name)"
        let entry = SpoolEntry(folder: "\(folder)/\(name)", note: note)
        try removeIfThere(temporary)
        try FileManager.default.createDirectory(
            atPath: temporary, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        if let results { try DurableFile.write(results, to: temporary + "/results.json", mode: 0o600) }
        if let report { try DurableFile.write(report, to: temporary + "/report.html", mode: 0o600) }
        try DurableFile.write(WireJSON.encode(note), to: temporary + "/completion.json", mode: 0o600)
        try DurableFile.syncFolder(temporary)
        try removeIfThere(entry.folder)
        try FileManager.default.moveItem(atPath: temporary, toPath: entry.folder)
        try DurableFile.syncFolder(folder)
        return entry
    }

    private func removeIfThere(_ path: String) throws {
        if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
    }

    /// Everything that waits, oldest job first. An entry that cannot be trusted is moved aside, for people to look at.
    func entries() throws -> [SpoolEntry] {
        try names().compactMap { name in
            guard name.hasPrefix("job_") else { return nil }
            if let entry = read("\(folder)/\(name)") { return entry }
            logger.error("a spooled result is damaged and was set aside", metadata: ["entry": "\(name)"])
            try setAside(name, as: Self.damaged)
            return nil
        }
    }

    var isEmpty: Bool {
        // `try?`: a spool that cannot be listed is not known to be empty.
        (try? names())?.contains { $0.hasPrefix("job_") } == false
    }

    /// How many entries wait in a spool's folder; none where there is no such folder.
    static func count(in folder: String) -> Int {
        // `try?`: an agent that never ran has no spool.
        (try? FileManager.default.contentsOfDirectory(atPath: folder))?.filter { $0.hasPrefix("job_") }.count ?? 0
    }

    /// Reads an entry and checks that every byte is there.
    private func read(_ path: String) -> SpoolEntry? {
        // `try?`: whatever cannot be read is damaged, in whichever way.
        guard let bytes = try? DurableFile.read(path + "/completion.json"),
            let note = try? WireJSON.decode(SpoolEntry.Note.self, from: bytes), note.version == 1
        else { return nil }
        let entry = SpoolEntry(folder: path, note: note)
        let parts = [
            (entry.resultsFile, note.resultsSize, note.resultsChecksum),
            (entry.reportFile, note.reportSize, note.reportChecksum),
        ]
        for case (let file, let size?, let checksum?) in parts {
            // `try?`: as above.
            guard let bytes = try? DurableFile.read(file), bytes.count == size,
                Checksum(of: bytes).description == checksum
            else { return nil }
        }
        return entry
    }

    /// Removes an entry that the server has, or does not want any more.
    func remove(_ entry: SpoolEntry) throws {
        let name = "\(entry.job).\(entry.attempt)"
        let gone = "\(folder)/\(Self.finished)\(name)"
        try removeIfThere(gone)
        try FileManager.default.moveItem(atPath: entry.folder, toPath: gone)
        try DurableFile.syncFolder(folder)
        try FileManager.default.removeItem(atPath: gone)
    }

    /// Keeps an entry that the server refuses for good, outside of what is delivered.
    func refuse(_ entry: SpoolEntry) throws {
        try setAside("\(entry.job).\(entry.attempt)", as: Self.refused)
    }

    private func setAside(_ name: String, as prefix: String) throws {
        let place = "\(folder)/\(prefix)\(name)"
        try removeIfThere(place)
        try FileManager.default.moveItem(atPath: "\(folder)/\(name)", toPath: place)
        try DurableFile.syncFolder(folder)
    }
}
