/// A database's address. It holds a password, so that it describes itself as dots wherever it is printed.
public struct DatabaseURL: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// The address itself.
    public let text: String

    /// An address as it was given.
    public init(_ text: String) {
        self.text = text
    }

    /// Never the address.
    public var description: String { "•••" }
    /// Never the address.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
