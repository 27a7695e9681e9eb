import Domain

/// The one form of every error on the wire: `{"error":{"code","message","details"}}`.
public struct ErrorMessage: Codable, Hashable, Sendable {
    /// What is inside `error`.
    public struct Content: Codable, Hashable, Sendable {
        /// A snake_case word that programs can act on.
        public var code: String
        /// What is wrong and what to do, for people.
        public var message: String
        /// Facts for programs, where there are any.
        public var details: [String: JSONValue]?
    }

    /// The error.
    public var error: Content

    /// An error from its parts.
    public init(code: String, message: String, details: [String: JSONValue]? = nil) {
        error = Content(code: code, message: message, details: details)
    }
}
