#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import Domain

/// A fresh folder for one test, with all that is in it removed when the value goes.
public final class TemporaryFolder: Sendable {
    /// Its absolute path, without a slash at the end.
    public let path: String

    /// Makes the folder under /tmp, under a name that no other has.
    public init() throws {
        let name = Identifier<Kinds.Upload>(at: SystemTime().now(), random: SystemRandom()).description
        path = "/tmp/safelight-test-\(name.dropFirst(4))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // `try?`: what cannot be removed is left to the system's own clean-up of /tmp.
        try? FileManager.default.removeItem(atPath: path)
    }
}
