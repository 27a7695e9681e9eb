/// What can go wrong with a database, whichever its engine.
public enum DatabaseError: Error, Sendable, Equatable {
    /// Others held the database, or rows of it, for longer than we wait for them.
    case busy
    /// There is no connection to the database server. Nothing of the closure was kept.
    case unavailable(ConnectionProblem)
    /// The connection was lost while the server was asked to commit: the change was kept whole, or not at all, and
    /// nobody knows which. To the caller it is what a lost answer is to a client.
    case outcomeUnknown
    /// A statement took longer than it may. Nothing of the closure was kept.
    case timeout
    /// The disk, or the room the database may take on it, is full. Nothing of the write was kept.
    case full
    /// A closure that only reads tried to write, or the file or its folder may not be written.
    case readOnly
    /// The file is damaged, or is no database.
    case corrupt
    /// A constraint of the schema forbids the change.
    case constraint(kind: Constraint, detail: String)
    /// A row does not hold what was asked of it: a defect of the program, or a database changed by hand.
    case column(name: String, problem: String)
    /// The database has been closed.
    case closed
    /// The schema and this program do not fit each other, or could not be brought together.
    case migration(MigrationProblem)
    /// Anything else, by the engine's own code and words.
    case other(code: String, message: String)

    /// The kinds of constraint that a change can violate.
    public enum Constraint: String, Sendable {
        /// A primary key, or columns that must be unique.
        case unique
        /// A reference to a row that does not exist, or a row that is still referred to.
        case foreignKey
        /// A condition, or the type of a column.
        case check
        /// A column that must have a value.
        case notNull
    }
}

extension DatabaseError {
    /// Whether this is a violated unique constraint or primary key.
    public var isUniqueViolation: Bool {
        if case .constraint(.unique, _) = self { true } else { false }
    }
}
