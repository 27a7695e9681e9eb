import Foundation
import GRDB
import GRDBSQLite

extension DatabaseError {
    /// Our error for one of GRDB's; one of ours stays what it is.
    init(sqlite error: any Error) {
        switch error {
        case let error as DatabaseError: self = error
        case let error as GRDB.DatabaseError where error.message == "Connection is closed": self = .closed
        case let error as GRDB.DatabaseError:
            self.init(
                sqliteCode: error.extendedResultCode.rawValue, message: error.message ?? "no details", systemError: 0)
        default: self = .other(code: "unexpected", message: "\(error)")
        }
    }

    /// Our error for an (extended) result code of SQLite, its message, and the system's `errno`, or 0.
    ///
    /// Source: https://www.sqlite.org/rescode.html
    init(sqliteCode code: Int32, message: String, systemError: Int32) {
        if let kind = Self.constraint(code) {
            self = .constraint(kind: kind, detail: message)
            return
        }
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_FULL: self = .full
        case SQLITE_IOERR where systemError == ENOSPC || systemError == EDQUOT: self = .full
        case SQLITE_READONLY: self = .readOnly
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt
        default: self = .other(code: "SQLite error \(code)", message: message)
        }
    }

    private static func constraint(_ code: Int32) -> Constraint? {
        guard code & 0xFF == SQLITE_CONSTRAINT else { return nil }
        return switch ResultCode(rawValue: code) {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID: .unique
        case .SQLITE_CONSTRAINT_FOREIGNKEY: .foreignKey
        case .SQLITE_CONSTRAINT_NOTNULL: .notNull
        default: .check
        }
    }
}
