/// A key pair of an S3-compatible store, which never shows itself in a text.
public struct S3Credentials: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The access key's id.
    public let accessKeyID: String
    /// The secret access key.
    public let secretAccessKey: String
    /// Of temporary credentials.
    public let sessionToken: String?

    /// A key pair.
    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }

    /// Never the secret.
    public var description: String { "•••" }
    /// Never the secret.
    public var debugDescription: String { "•••" }
    /// Never the secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
