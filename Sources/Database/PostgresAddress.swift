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
        guard hasSoundPorts(options) else {
            throw .unavailable(.address("its port is no number from 1 to 65535"))
        }
    }

    /// libpq looks at ports only when it connects. There may be several, with commas.
    private static func hasSoundPorts(_ options: UnsafeMutablePointer<PQconninfoOption>?) -> Bool {
        var option = options
        while let current = option?.pointee, let keyword = current.keyword {
            if String(cString: keyword) == "port", let value = current.val {
                let ports = String(cString: value).split(separator: ",", omittingEmptySubsequences: true)
                return ports.allSatisfy { (1...65_535).contains(Int($0) ?? 0) }
            }
            option = option?.advanced(by: 1)
        }
        return true
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
