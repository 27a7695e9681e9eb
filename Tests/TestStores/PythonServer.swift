import Foundation

/// A real store in a process of its own, written in Python or driven by it (`Tests/python`), for as long as this process lives.
public final class PythonServer: Sendable {
    /// Why there is none.
    public struct Failure: Error, CustomStringConvertible {
        /// What happened.
        public let description: String
    }

    /// moto: Amazon's own behaviour, signatures and permissions checked.
    public static let moto = Result { try PythonServer("moto_store.py") }
    /// OpenStack Swift with its S3 layer.
    public static let swift = Result { try PythonServer("swift_store.py") }
    /// An emulator of Google Cloud Storage behind a door that checks tokens.
    public static let cloudStorage = Result { try PythonServer("cloud_storage.py") }

    /// What it told of itself when it was ready.
    public struct Facts: Decodable, Sendable {
        /// Where it answers.
        public let endpoint: String
        /// The bucket that holds the files.
        public let bucket: String
        /// The files that a listing must find, with their sizes.
        public let files: [String: Int]
        /// What a listing must have skipped.
        public let skipped: [String: Int]
        /// The region that requests are signed for.
        public let region: String?
        /// The access key that may list.
        public let key: String?
        /// Its secret.
        public let secret: String?
        /// An access key that may nothing.
        public let stranger: String?
        /// Its secret.
        public let strangerSecret: String?
        /// A service account's key file.
        public let keyFile: String?
        /// One of the same account with a key that is not its own.
        public let otherKeyFile: String?
        /// One of an account that is not known.
        public let strangerKeyFile: String?
        /// The token that it gives out.
        public let token: String?
    }

    /// What it told of itself when it was ready.
    public let facts: Facts
    /// It ends when this does.
    private let lifeline: FileHandle

    private init(_ script: String) throws {
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
        process.arguments = [root.appending(path: "Tests/python/\(script)").path()]
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
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        facts = try decoder.decode(Facts.self, from: line)
    }
}
