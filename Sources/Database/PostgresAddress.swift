import CLibPQ
import Foundation

/// Looks at a database's address before it is used. The address holds a password: no error quotes a part of it.
enum PostgresAddress {
    /// - Throws: ``DatabaseError/unavailable(_:)`` for what is no address of a PostgreSQL database.
    static func check(_ url: String) throws(DatabaseError) {
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else {
            throw .unavailable(.address("it must begin with postgres:// or postgresql://"))
        }
        // A raw / or @ in a password would make its rest a host name or a database, and show it in errors.
        let plain = url.prefix { $0 != "?" && $0 != "#" }.dropFirst(url.hasPrefix("postgres://") ? 11 : 13)
        let authority = plain.prefix { $0 != "/" }
        if plain.filter({ $0 == "@" }).count > 1 || (plain.contains("@") && !authority.contains("@")) {
            throw .unavailable(.address("there is an @ or a / in the user or the password that is not percent-encoded"))
        }
        if url.contains("#") { throw .unavailable(.address("there is a # in it that is not percent-encoded")) }
        var message: UnsafeMutablePointer<CChar>?
        let options = PQconninfoParse(url, &message)
        defer {
            PQconninfoFree(options)
            PQfreemem(message)
        }
        guard options != nil else {
            throw .unavailable(.address(redacted(message.map { String(cString: $0) } ?? "no memory")))
        }
    }

    /// libpq quotes what it does not understand; that may be a part of the password.
    private static func redacted(_ message: String) -> String {
        var isQuoted = false
        var text = ""
        for character in ConnectionProblem.tidy(message) {
            if character == "\"" {
                isQuoted.toggle()
                text += isQuoted ? "\"•••" : "\""
            } else if !isQuoted {
                text.append(character)
            }
        }
        return text
    }
}
