import Database

extension Migrations {
    /// Which progress socket of a job is the latest, whichever server it is open at.
    static let sockets = Migration(number: 7, name: "sockets") { d in
        ["ALTER TABLE jobs ADD COLUMN progress_socket \(d.text)"]
    }
}
