import TestSupport

@testable import AgentCommands

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A folder of small files, with a place beside it for what a command reads and writes.
struct PhotoFolder: Sendable {
    let folder: TemporaryFolder
    var path: String { folder.path + "/photos" }

    init(_ files: [String] = []) throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for file in files {
            let place = "\(path)/\(file)"
            let parent = place.split(separator: "/").dropLast().joined(separator: "/")
            try FileManager.default.createDirectory(atPath: "/" + parent, withIntermediateDirectories: true)
            try Data([1, 2, 3]).write(to: URL(filePath: place))
        }
    }

    /// A path beside the photos.
    func beside(_ name: String) -> String { "\(folder.path)/\(name)" }

    /// Writes a file beside the photos and gives its path.
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: beside(name)))
        return beside(name)
    }

    /// What a file beside the photos holds; nil where there is none.
    func read(_ name: String) -> String? {
        FileManager.default.contents(atPath: beside(name)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Makes a symbolic link beside the photos and gives its path.
    func link(_ name: String, to target: String) throws -> String {
        try FileManager.default.createSymbolicLink(atPath: beside(name), withDestinationPath: target)
        return beside(name)
    }

    /// The names beside the photos.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    /// Runs `analyze` on the photos, with PhotoStats where no tool is named.
    func analyze(
        _ arguments: [String] = [], path: String? = nil, tool: String = "photostats",
        environment: [String: String] = [:], adjust: (inout CommandContext) -> Void = { _ in }
    ) async -> CommandRun {
        await CommandRun.of(
            ["analyze", path ?? self.path, "--tool", tool] + arguments, home: beside("home"),
            environment: environment, adjust: adjust)
    }
}
