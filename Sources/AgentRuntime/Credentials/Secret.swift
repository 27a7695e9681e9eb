/// A text that never shows itself: not in a description, not in a dump, not in a crash's backtrace of values.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself.
    public let text: String

    /// A secret.
    public init(_ text: String) {
        self.text = text
    }

    /// Never the secret.
    public var description: String { "•••" }
    /// Never the secret.
    public var debugDescription: String { "•••" }
    /// Never the secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
