#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The system's error numbers that a listing tells apart.
enum Codes {
    static let accessDenied = EACCES
    static let notADirectory = ENOTDIR
    static let isADirectory = EISDIR
    static let isALink = ELOOP
    static let notThere = ENOENT
    static let notPermitted = EPERM
    static let noSuchDevice = ENXIO
    static let interrupted = EINTR
}
