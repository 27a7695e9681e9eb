import Database
import Domain
import Store
import Wire

/// Teams, people, sessions and API tokens.
public struct AccountService: Sendable {
    let context: ServiceContext
    let passwords: Passwords
    /// Before the hash of a code: every server prints one of its own when it starts, and each of them is good.
    private static let setupCode = "setup_code:"
    /// Written once, by the set-up that was first.
    private static let setupDone = "setup_done"

    /// How long a session lasts.
    public static let sessionLifetime: Duration = .seconds(14 * 24 * 3600)

    init(_ context: ServiceContext, _ passwords: Passwords) {
        self.context = context
        self.passwords = passwords
    }

    /// Makes the one-time set-up code of a server without users; nil once there is one.
    public func makeSetupCode() async throws -> String? {
        let letters = Array("23456789abcdefghjkmnpqrstvwxyz")
        let code = context.random.bytes(12).map { letters[Int($0) % letters.count] }
        let text = [code[0..<4], code[4..<8], code[8..<12]].map { String($0) }.joined(separator: "-")
        let hash = SecretText.hash(Self.normalized(text))
        return try await context.database.write { tx in
            guard try UserStore(tx).countOfPeople() == 0 else { return nil }
            try TeamStore(tx).setFact(Self.setupCode + hash, "open")
            return text
        }
    }

    /// People may type a code in capitals, and without its hyphens.
    private static func normalized(_ code: String) -> String {
        code.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    /// Whether set-up is still open: closed for ever once any user exists.
    public func isSetupOpen() async throws -> Bool {
        try await context.database.read { tx in try UserStore(tx).countOfPeople() == 0 }
    }

    /// What the set-up page asks for.
    public struct Setup: Sendable {
        /// The code that the server printed, and whom to create.
        public var code: String, teamName: String, name: String, email: String, password: String

        /// From its parts.
        public init(code: String, teamName: String, name: String, email: String, password: String) {
            self.code = code
            self.teamName = teamName
            self.name = name
            self.email = email
            self.password = password
        }
    }

    /// Creates the first team and its administrator.
    /// - Throws: 403 `setup_closed` or `wrong_code`; 400 naming the field.
    public func setUp(_ setup: Setup) async throws {
        let hash = SecretText.hash(Self.normalized(setup.code))
        // Both in one look: a set-up that another server completes takes the codes away as well.
        let (isOpen, isRight) = try await context.database.read { tx in
            (try UserStore(tx).countOfPeople() == 0, try TeamStore(tx).fact(Self.setupCode + hash) != nil)
        }
        guard isOpen else { throw Self.setupClosed }
        guard isRight else {
            throw CoordinatorError(
                .forbidden, "wrong_code", "The set-up code is not the one that the server printed when it started.",
                details: ["field": "code"])
        }
        let person = try await newPerson(setup.email, setup.name, .administrator, setup.password)
        let teamName = try FieldRules.name(setup.teamName, field: "team_name")
        let team: TeamID = context.identifier()
        let now = context.time.now()
        do {
            try await context.database.write { tx in
                guard try UserStore(tx).countOfPeople() == 0 else { throw Self.setupClosed }
                // Two at once, on two servers, both find nobody; only one can write this.
                try TeamStore(tx).keepFact(Self.setupDone, "\(now)")
                try TeamStore(tx).insert(guid: team, name: teamName, at: now)
                guard let row = try TeamStore(tx).find(name: teamName)?.rowID else {
                    throw CoordinatorError.notFound("team")
                }
                try person.insert(tx, row, now)
                try TeamStore(tx).forgetFacts(beginning: Self.setupCode)
            }
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw Self.setupClosed
        }
    }

    /// Creates a team.
    /// - Throws: 409 `team_exists`.
    public func createTeam(name: String) async throws -> TeamID {
        let name = try FieldRules.name(name, field: "name")
        let guid: TeamID = context.identifier()
        let now = context.time.now()
        do {
            try await context.database.write { tx in try TeamStore(tx).insert(guid: guid, name: name, at: now) }
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw CoordinatorError(.conflict, "team_exists", "There is a team of the name \(name) already.")
        }
        return guid
    }

    /// Creates a person in a team.
    /// - Throws: 404 for the team; 409 `email_taken`; 400 naming the field.
    public func createUser(team: String, email: String, name: String, role: Role, password: String) async throws
        -> UserID
    {
        let person = try await newPerson(email, name, role, password)
        let now = context.time.now()
        do {
            try await context.database.write { tx in
                guard let row = try TeamStore(tx).find(name: team)?.rowID else {
                    throw CoordinatorError(.notFound, "not_found", "There is no team of the name \(team).")
                }
                try person.insert(tx, row, now)
            }
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw Self.emailTaken(person.email)
        }
        return person.guid
    }

    /// Everybody, of every team, with the team's name.
    public func users() async throws -> [UserDTO] {
        try await context.database.read { tx in
            let teams = try Dictionary(uniqueKeysWithValues: TeamStore(tx).all().map { ($0.rowID, $0) })
            return try UserStore(tx).people().compactMap { user in
                teams[user.teamRowID].map { UserDTO(user, team: $0) }
            }
        }
    }

    /// Sets another password and ends every session of the person.
    public func resetPassword(email: String, to password: String) async throws {
        try Self.checkPassword(password)
        let hash = try await passwords.hash(password)
        let now = context.time.now()
        try await context.database.write { tx in
            guard let user = try UserStore(tx).find(email: email) else { throw CoordinatorError.notFound("user") }
            try UserStore(tx).setPasswordHash(row: user.rowID, to: hash, at: now)
            try SessionStore(tx).deleteAll(user: user.rowID)
        }
    }

    /// Opens a session.
    /// - Returns: the session's secret, for the cookie.
    /// - Throws: 401 `wrong_credentials`, the same for an unknown email and a wrong password.
    public func signIn(email: String, password: String) async throws -> (secret: String, user: UserDTO) {
        let found = try await context.database.read { tx -> (User, Team)? in
            guard let user = try UserStore(tx).find(email: email),
                let team = try TeamStore(tx).find(row: user.teamRowID)
            else { return nil }
            return (user, team)
        }
        guard try await passwords.isRight(password, for: found?.0.passwordHash), let (user, team) = found else {
            throw CoordinatorError(.unauthorized, "wrong_credentials", "Email or password is wrong.")
        }
        let secret = Base64URL.encode(context.random.bytes(32))
        let now = context.time.now()
        try await context.database.write { tx in
            try SessionStore(tx).insert(
                tokenHash: SecretText.hash(secret), user: user.rowID, at: now, expires: now + Self.sessionLifetime)
            try UserStore(tx).setSignedIn(row: user.rowID, at: now)
        }
        return (secret, UserDTO(user, team: team))
    }

    /// Ends a session.
    public func signOut(session secret: String) async throws {
        let hash = SecretText.hash(secret)
        try await context.database.write { tx in try SessionStore(tx).delete(sessionHash: hash) }
    }

    /// Who holds a session; nil where it is unknown or has expired.
    public func authenticate(session secret: String) async throws -> UserCaller? {
        let hash = SecretText.hash(secret)
        let now = context.time.now()
        let csrf = context.keys.csrfToken(sessionHash: hash)
        return try await context.database.read { tx in
            try Self.caller(tx, try SessionStore(tx).user(sessionHash: hash, at: now), csrf)
        }
    }

    /// Someone to act for on the server's own command line: a named person, or the team's first administrator.
    public func person(team name: String, email: String?) async throws -> UserCaller {
        try await context.database.read { tx in
            guard let team = try TeamStore(tx).find(name: name) else {
                throw CoordinatorError(.notFound, "not_found", "There is no team of the name \(name).")
            }
            let user =
                try email.map { try UserStore(tx).find(email: $0) }
                ?? UserStore(tx).firstAdministrator(team: team.rowID)
            guard let user, user.teamRowID == team.rowID else {
                throw CoordinatorError(
                    .notFound, "not_found",
                    "The team has no such person; make one: safelight user create --team \(name) …")
            }
            return UserCaller(user: user, team: team, csrfToken: nil)
        }
    }

    /// The theme that a person chose: `light`, `dark`, or nil for the system's.
    public func theme(of caller: UserCaller) async throws -> String? {
        try await context.database.read { tx in try UserStore(tx).theme(row: caller.user.rowID) }
    }

    /// Keeps the theme that a person chose; anything but `light` and `dark` is the system's.
    public func setTheme(_ theme: String, of caller: UserCaller) async throws {
        let kept = ["light", "dark"].contains(theme) ? theme : nil
        try await context.database.write { tx in try UserStore(tx).setTheme(row: caller.user.rowID, to: kept) }
    }

    static func caller(_ tx: any SQLConnection, _ user: User?, _ csrf: String?) throws -> UserCaller? {
        guard let user, let team = try TeamStore(tx).find(row: user.teamRowID) else { return nil }
        return UserCaller(user: user, team: team, csrfToken: csrf)
    }

    func newPerson(_ email: String, _ name: String, _ role: Role, _ password: String) async throws -> NewPerson {
        let email = try Self.checkEmail(email)
        let name = try FieldRules.name(name, field: "name")
        try Self.checkPassword(password)
        return NewPerson(
            guid: context.identifier(), email: email, name: name, role: role,
            passwordHash: try await passwords.hash(password)
        )
    }

    static func emailTaken(_ email: String) -> CoordinatorError {
        CoordinatorError(
            .conflict, "email_taken", "Somebody has the email \(email) already.", details: ["field": "email"])
    }

    private static let setupClosed = CoordinatorError(
        .forbidden, "setup_closed", "This server has been set up; sign in instead.")
}
