import Database
import Domain
import Store
import Wire

/// The people of a team: who they are, what they may do, and their leaving.
extension AccountService {
    /// The team's people, by name.
    public func people(for caller: UserCaller) async throws -> [PersonDTO] {
        try await context.database.read { tx in
            try UserStore(tx).people(team: caller.team.rowID).map(PersonDTO.init)
        }
    }

    /// Adds a person to the caller's team.
    /// - Throws: 403; 409 `email_taken`; 400 naming the field.
    public func addPerson(_ request: NewPersonRequest, by caller: UserCaller) async throws -> PersonDTO {
        try caller.requireAdministrator()
        let person = try await newPerson(request.email, request.name, request.role, request.password)
        let now = context.time.now()
        do {
            let added = try await context.database.write { tx in
                try person.insert(tx, caller.team.rowID, now)
                try audit(tx, "user.create", person.guid, caller, now)
                return try Self.find(tx, person.guid.description, caller)
            }
            return PersonDTO(added)
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw Self.emailTaken(person.email)
        }
    }

    /// Gives a person another name or another role; nil leaves it as it is.
    /// - Throws: 403; 404; 409 `last_administrator`; 400 naming the field.
    public func changePerson(_ guid: String, name: String?, role: Role?, by caller: UserCaller) async throws
        -> PersonDTO
    {
        try caller.requireAdministrator()
        let name = try name.map { try FieldRules.name($0, field: "name") }
        let now = context.time.now()
        let changed = try await context.database.write { tx in
            try RowLock(tx).team(caller.team.rowID)
            let person = try Self.find(tx, guid, caller)
            let users = UserStore(tx)
            if let name { try users.rename(row: person.rowID, to: name, by: caller.user.rowID, at: now) }
            if let role, role != person.role {
                if role != .administrator { try Self.requireAnotherAdministrator(tx, than: person) }
                try users.setRole(row: person.rowID, to: role, by: caller.user.rowID, at: now)
            }
            try audit(tx, "user.change", person.guid, caller, now)
            return try Self.find(tx, guid, caller)
        }
        return PersonDTO(changed)
    }

    /// Closes a person's account: sessions, API tokens and unused registration tokens end at once. The name stays on what
    /// they did; the email is free for a new account.
    /// - Throws: 403; 404; 409 `last_administrator` or `yourself`.
    public func removePerson(_ guid: String, by caller: UserCaller) async throws {
        try caller.requireAdministrator()
        let now = context.time.now()
        try await context.database.write { tx in
            try RowLock(tx).team(caller.team.rowID)
            let person = try Self.find(tx, guid, caller)
            try Self.requireAnotherAdministrator(tx, than: person)
            guard person.rowID != caller.user.rowID else {
                throw CoordinatorError(
                    .conflict, "yourself", "Nobody removes themselves; ask another administrator to do it.")
            }
            try UserStore(tx).remove(row: person.rowID, by: caller.user.rowID, at: now)
            try SessionStore(tx).deleteAll(user: person.rowID)
            try APITokenStore(tx).deleteAll(user: person.rowID)
            try RegistrationTokenStore(tx).deleteUnused(createdBy: person.rowID)
            try audit(tx, "user.remove", person.guid, caller, now)
        }
        context.logger.notice("person removed", metadata: ["user": "\(guid)", "by": "\(caller.user.guid)"])
    }

    /// Sets another password of one's own, and ends every other session.
    /// - Parameter session: the secret of the session that asks for it, which goes on; nil where an API token asked.
    /// - Throws: 400 naming `current_password` or `password`.
    public func changePassword(
        from current: String, to password: String, session: String?, by caller: UserCaller
    ) async throws {
        guard try await passwords.isRight(current, for: caller.user.passwordHash) else {
            throw CoordinatorError.invalidField("current_password", "is not your password")
        }
        try Self.checkPassword(password)
        let hash = try await passwords.hash(password)
        let now = context.time.now()
        try await context.database.write { tx in
            try UserStore(tx).setPasswordHash(row: caller.user.rowID, to: hash, at: now)
            try SessionStore(tx).deleteAll(user: caller.user.rowID, but: session.map(SecretText.hash) ?? "")
            try audit(tx, "user.password", caller.user.guid, caller, now)
        }
    }

    private static func find(_ tx: any SQLConnection, _ guid: String, _ caller: UserCaller) throws -> User {
        guard let id = UserID(guid), let person = try UserStore(tx).find(id, team: caller.team.rowID) else {
            throw CoordinatorError.notFound("user")
        }
        return person
    }

    /// The team's row is kept meanwhile, so that two administrators cannot make members of each other.
    private static func requireAnotherAdministrator(_ tx: any SQLConnection, than person: User) throws {
        guard person.role == .administrator, try UserStore(tx).countOfAdministrators(team: person.teamRowID) < 2 else {
            return
        }
        throw CoordinatorError(
            .conflict, "last_administrator",
            "\(person.name) is the team's only administrator; make somebody else one first.")
    }

    private func audit(
        _ tx: any SQLConnection, _ action: String, _ subject: UserID, _ caller: UserCaller, _ now: Timestamp
    ) throws {
        try NotificationStore(tx).audit(
            team: caller.team.rowID, user: caller.user.rowID, action: action, subject: subject.description, at: now)
    }
}

extension PersonDTO {
    init(_ user: User) {
        self.init(
            guid: user.guid.description, email: user.email, name: user.name, role: user.role,
            lastSignInAt: user.lastSignInAt, createdAt: user.createdAt)
    }
}
