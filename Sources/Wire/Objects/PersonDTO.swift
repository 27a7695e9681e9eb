import Domain

/// A person of a team.
public struct PersonDTO: Codable, Hashable, Sendable {
    /// The person.
    public var guid: String
    /// Where they are reached, and what they sign in with.
    public var email: String?
    /// What they are called.
    public var name: String
    /// What they may do.
    public var role: Role
    /// Null where they never did.
    public var lastSignInAt: Timestamp?
    /// When the account was made.
    public var createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case guid, email, name, role
        case lastSignInAt = "last_sign_in_at"
        case createdAt = "created_at"
    }

    /// From its parts.
    public init(
        guid: String, email: String?, name: String, role: Role, lastSignInAt: Timestamp?, createdAt: Timestamp
    ) {
        self.guid = guid
        self.email = email
        self.name = name
        self.role = role
        self.lastSignInAt = lastSignInAt
        self.createdAt = createdAt
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(guid, forKey: .guid)
        try container.encode(email, forKey: .email)
        try container.encode(name, forKey: .name)
        try container.encode(role, forKey: .role)
        try container.encode(lastSignInAt, forKey: .lastSignInAt)
        try container.encode(createdAt, forKey: .createdAt)
    }
}

/// `POST users`.
public struct NewPersonRequest: Codable, Hashable, Sendable {
    /// What they will sign in with, and their name.
    public var email: String, name: String
    /// What they may do.
    public var role: Role
    /// The first password.
    public var password: String

    /// From its parts.
    public init(email: String, name: String, role: Role, password: String) {
        self.email = email
        self.name = name
        self.role = role
        self.password = password
    }
}

/// `PATCH users/{guid}`; an absent field is unchanged.
public struct ChangePersonRequest: Codable, Hashable, Sendable {
    /// Another name.
    public var name: String?
    /// Another role.
    public var role: Role?

    /// From its parts.
    public init(name: String? = nil, role: Role? = nil) {
        self.name = name
        self.role = role
    }
}

/// An API token.
public struct APITokenDTO: Codable, Hashable, Sendable {
    /// The token.
    public var guid: String
    /// What it is for.
    public var name: String
    /// The first characters of the secret after its kind's prefix.
    public var prefix: String
    /// The secret itself, in the answer that makes it only.
    public var token: String?
    /// When it was made.
    public var createdAt: Timestamp
    /// When it last opened anything; null where it never did.
    public var lastUsedAt: Timestamp?

    private enum CodingKeys: String, CodingKey {
        case guid, name, prefix, token
        case createdAt = "created_at"
        case lastUsedAt = "last_used_at"
    }

    /// From its parts.
    public init(
        guid: String, name: String, prefix: String, token: String? = nil, createdAt: Timestamp,
        lastUsedAt: Timestamp? = nil
    ) {
        self.guid = guid
        self.name = name
        self.prefix = prefix
        self.token = token
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
    }

    /// Writes every member but the secret, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(guid, forKey: .guid)
        try container.encode(name, forKey: .name)
        try container.encode(prefix, forKey: .prefix)
        try container.encodeIfPresent(token, forKey: .token)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(lastUsedAt, forKey: .lastUsedAt)
    }
}
