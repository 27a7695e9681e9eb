import Foundation

/// A real store in a process of its own, written in Python or driven by it (`Tests/python`), for as long as this process lives.
public final class PythonServer: Sendable {
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
    private let process: PythonProcess

    private init(_ script: String) throws {
        process = try PythonProcess(script)
        facts = try process.facts(Facts.self)
    }
}
