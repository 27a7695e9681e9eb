import Foundation

/// A script of `Tests/python` that runs a real server and ends when this does.
final class PythonProcess: Sendable {
    /// Why there is none.
    struct Failure: Error, CustomStringConvertible {
        /// What happened.
        let description: String
    }

    /// What it told of itself when it was ready, as a line of JSON.
    private let line: Data
    private let lifeline: FileHandle

    init(_ script: String, _ arguments: [String] = []) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let python = root.appending(path: ".build/venv/bin/python")
        guard FileManager.default.isExecutableFile(atPath: python.path()) else {
            throw Failure(description: "Python is not set up for the tests: run make setup")
        }
        let pipes = (life: Pipe(), output: Pipe())
        lifeline = pipes.life.fileHandleForWriting
        let process = Process()
        process.executableURL = python
        process.arguments = [root.appending(path: "Tests/python/\(script)").path()] + arguments
        process.standardInput = pipes.life.fileHandleForReading
        process.standardOutput = pipes.output.fileHandleForWriting
        try process.run()
        try pipes.output.fileHandleForWriting.close()
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let piece = pipes.output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw Failure(description: "\(script) ended before it was ready") }
            line += piece
        }
        self.line = line
    }

    func facts<Facts: Decodable>(_ type: Facts.Type) throws -> Facts {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: line)
    }
}
