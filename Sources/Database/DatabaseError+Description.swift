extension DatabaseError: CustomStringConvertible {
    /// A constant name of the error, for logs and for programs: `database_full`.
    public var code: String {
        switch self {
        case .busy: "database_busy"
        case .unavailable(.exhausted): "database_exhausted"
        case .unavailable: "database_unavailable"
        case .outcomeUnknown: "database_outcome_unknown"
        case .timeout: "database_timeout"
        case .full: "database_full"
        case .readOnly: "database_read_only"
        case .corrupt: "database_corrupt"
        case .constraint: "database_constraint"
        case .column: "database_column"
        case .closed: "database_closed"
        case .migration: "database_migration"
        case .other: "database_error"
        }
    }

    /// What happened, to what.
    public var message: String {
        switch self {
        case .busy: "The database, or a row of it, is in use by others."
        case .unavailable(let problem): problem.message
        case .outcomeUnknown: "The connection to the database was lost before it said whether the change was kept."
        case .timeout: "The database took longer for a statement than it may."
        case .full: "The disk is full: the database could not store the change, and kept none of it."
        case .readOnly: "The database cannot be written to."
        case .corrupt: "The database file is damaged, or is not a database."
        case .constraint(let kind, let detail): "The database refused a change (\(kind.rawValue)): \(detail)."
        case .column(let name, let problem): "The column \(name) of a database row \(problem)."
        case .closed: "The database is closed."
        case .migration(let problem): problem.message
        case .other(let code, let message): "The database reported \(code): \(message)."
        }
    }

    /// What to do about it.
    public var mend: String {
        switch self {
        case .unavailable(let problem): problem.mend
        case .outcomeUnknown: "Look whether the change is there before trying again."
        case .timeout: "Try again; if it stays so, see what keeps the database busy."
        case .busy: "Try again; if it stays so, end the other program that has the database open."
        case .full: "Free space on the disk that holds the database, then try again."
        case .readOnly: "Let the server's user write to the database file and to its folder."
        case .corrupt: "Stop the server and restore the database from a backup."
        case .constraint: "Reload what you were changing: it refers to something that changed in the meantime."
        case .column: "Report this as a defect, unless the database was changed by hand."
        case .closed: "Wait until the server has been started again."
        case .migration(let problem): problem.mend
        case .other: "Look at the server's log; report this as a defect if the disk is in order."
        }
    }

    /// The error that led to this one, if another did.
    public var cause: (any Error)? {
        if case .migration(.failed(_, _, let cause)) = self { cause } else { nil }
    }

    /// The message, and what to do.
    public var description: String { "\(message) \(mend)" }
}
