/// Who signs in at a server of shares. It has no description, for it holds a password.
struct SMBAccount: Sendable {
    let name: String
    let password: String
    /// Nil for an account of the server itself.
    let domain: String?

    /// The library's room for each of the three, with a byte for the end.
    private static let room = 256

    /// A user by name. Nil where the library could not take one of the three.
    init?(name: String, password: String, domain: String?) {
        (self.name, self.domain) = (name, domain.flatMap { $0.isEmpty ? nil : $0 })
        self.password = password
        // Without a name, or without a password, one would be nobody in particular.
        guard !name.isEmpty, !password.isEmpty else { return nil }
        for text in [name, password, domain ?? ""] {
            guard text.utf8.count < Self.room, !text.utf8.contains(0) else { return nil }
        }
    }
}

/// What is asked of the library for a connection.
enum SMBEncryption: Sendable {
    /// The server cannot; asking all the same makes the library complain on the standard output.
    case none
    /// Where the library can.
    case wanted
    /// Nothing may be read in clear.
    case required

    /// The library's number for it.
    var level: Int32 {
        switch self {
        case .none: 0
        case .wanted: 1
        case .required: 2
        }
    }
}
