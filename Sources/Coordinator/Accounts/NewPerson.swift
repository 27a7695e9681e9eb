import Database
import Domain
import Store
import Wire

extension AccountService {
    /// A person whose fields have been checked, ready to be written.
    struct NewPerson: Sendable {
        let guid: UserID
        let email: String
        let name: String
        let role: Role
        let passwordHash: String

        func insert(_ tx: any SQLConnection, _ team: Int64, _ now: Timestamp) throws {
            try UserStore(tx).insert(
                guid: guid, team: team, email: email, name: name, role: role, passwordHash: passwordHash, at: now)
        }
    }

    static func checkPassword(_ password: String) throws {
        guard password.count >= Passwords.minimumLength else {
            throw CoordinatorError.invalidField("password", "must have at least \(Passwords.minimumLength) characters")
        }
        guard password.utf8.count <= 1024 else {
            throw CoordinatorError.invalidField("password", "must have at most 1,024 bytes")
        }
    }

    static func checkEmail(_ email: String) throws -> String {
        let email = try FieldRules.text(email, field: "email", upTo: 254)
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !email.contains(" "),
            !parts[1].hasPrefix("."),
            !parts[1].hasSuffix(".")
        else { throw CoordinatorError.invalidField("email", "must be an address such as ann@example.org") }
        return email
    }
}

extension UserDTO {
    /// A user of a team.
    public init(_ user: User, team: Team) {
        self.init(
            guid: user.guid.description, email: user.email, name: user.name, role: user.role, isSystem: user.isSystem,
            teamGuid: team.guid.description, teamName: team.name)
    }
}
