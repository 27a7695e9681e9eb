/// Why a database cannot be brought to this program's schema.
public indirect enum MigrationProblem: Sendable, Equatable {
    /// A migration was applied with other SQL than this program has for it.
    case changed(number: Int, name: String)
    /// The database has a migration that this program does not know: a newer program has used it.
    case newer(database: Int, program: Int)
    /// The program's own migrations do not ascend, or one comes before some that were already applied.
    case misordered(number: Int)
    /// A migration could not be applied; nothing of it was kept.
    case failed(number: Int, name: String, cause: DatabaseError)

    /// What happened.
    public var message: String {
        switch self {
        case .changed(let number, let name):
            "Migration \(number) (\(name)) was applied to this database with other SQL than this program has for it."
        case .newer(let database, let program):
            "The database has schema \(database), but this program knows only up to \(program)."
        case .misordered(let number):
            "Migration \(number) is out of order: numbers must ascend, and new ones come after those already applied."
        case .failed(let number, let name, let cause):
            "Migration \(number) (\(name)) failed and was undone. \(cause.message)"
        }
    }

    /// What to do about it.
    public var mend: String {
        switch self {
        case .changed: "Use the program version that the database was made with; applied migrations never change."
        case .newer: "Use a program at least as new as the database, or restore a backup made before the update."
        case .misordered: "Report this as a defect of this program version."
        case .failed(_, _, let cause): cause.mend
        }
    }
}
