import Database

extension CoordinatorError {
    /// What to say of trouble with the database or the blobs that passes, or that an operator can mend; nil for anything
    /// else, which is a defect.
    public init?(storage error: any Error) {
        switch error {
        case let error as DatabaseError:
            switch error {
            case .busy, .full, .readOnly, .closed:
                self.init(.unavailable, error.code, "\(error.message) \(error.mend)", cause: error)
            case .unavailable, .timeout:
                // The details name hosts and users of the operator's; they belong in the log.
                self.init(
                    .unavailable, error.code,
                    "The database does not answer at the moment; nothing was stored. Try again in a moment.",
                    cause: error)
            case .outcomeUnknown:
                self.init(.unavailable, error.code, "\(error.message) \(error.mend)", cause: error)
            case .constraint:
                self.init(
                    .conflict, "changed_meanwhile",
                    "Something that this refers to was changed meanwhile; nothing was stored. Reload and try again.",
                    cause: error)
            case .corrupt, .column, .migration, .other: return nil
            }
        case BlobError.full:
            self.init(
                .unavailable, "disk_full",
                "The disk of the server is full; nothing was stored. Free space on it, then try again.", cause: error)
        case BlobError.unavailable(let reason):
            self.init(
                .unavailable, "blob_store_unavailable",
                "The server's store for uploads does not answer; nothing was stored. Try again. (\(reason))",
                cause: error)
        default:
            return nil
        }
    }
}
