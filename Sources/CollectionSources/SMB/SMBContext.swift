#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// One share as libsmbclient sees it, for the time of one listing or reading; to be used on `SMBThread` alone.
///
/// The library knows the server by the port of a relay. It asks nobody for the machine's name, since it never hears it.
final class SMBContext {
    /// A failed call's number.
    typealias Failure = FileSystem.Failure

    /// Who signs in; the library asks for it when it needs it.
    fileprivate final class User {
        let account: SMBAccount

        init(_ account: SMBAccount) { self.account = account }
    }

    fileprivate static let host = "127.0.0.1"
    /// In milliseconds; for each answer.
    private static let timeout: Int32 = 20_000

    private let library: SMBLibrary
    private let context: SMBLibrary.Context
    private let user: Unmanaged<User>
    private let root: [UInt8]

    /// Prepares the way; nothing is sent yet. Nil where the library fails, for want of memory say.
    init?(_ library: SMBLibrary, share: String, port: UInt16, account: SMBAccount, encryption: SMBEncryption) {
        // Before there is any context, for making the first one reads the user's smb.conf and complains about it on the standard
        // output. The function ignores its first argument.
        library.setLogCallback(nil, nil) { _, _, _ in }
        guard let made = library.newContext() else { return nil }
        library.setDebug(made, 0)
        library.setTimeout(made, Self.timeout)
        library.setPort(made, port)
        library.setUseKerberos(made, 0)
        library.setFallbackAfterKerberos(made, 0)
        library.setUseCredentialCache(made, 0)
        library.setNoAutoAnonymousLogin(made, 1)
        user = Unmanaged.passRetained(User(account))
        library.setUserData(made, user.toOpaque())
        library.setAuthCallback(made, signIn)
        guard library.initContext(made) != nil else {
            _ = library.freeContext(made, 1)
            user.release()
            return nil
        }
        (self.library, context) = (library, made)
        root = Array("smb://\(Self.host)/".utf8) + SMBPath.escaped(share.utf8)
        library.setEncryptionLevel(made, encryption.level)
        let isLimited =
            library.setOptionProtocols(made, encryption == .required ? "SMB3_00" : "SMB2_02", "SMB3_11") != 0
        // Without these nothing would be sure to be signed: better nothing at all.
        guard isLimited, overrule() else { return nil }
    }

    deinit {
        _ = library.freeContext(context, 1)
        user.release()
    }

    /// Sets what has no function of its own over anything that ~/.smb/smb.conf or /etc/samba/smb.conf may say: the library reads
    /// one of them whatever it is told.
    ///
    /// Everything is signed, which no guest can do. No name is looked up, so that no server can send the library to another one.
    /// - Returns: whether the library has taken it.
    private func overrule() -> Bool {
        let text = """
            [global]
            client signing = required
            client ipc signing = required
            client lanman auth = no
            client plaintext auth = no
            name resolve order = lmhosts
            unix charset = UTF-8
            log level = 0

            """
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return false }
        let written = Array(text.utf8).withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
        FileSystem.closeDescriptor(ends[1])
        defer { FileSystem.closeDescriptor(ends[0]) }
        return written == text.utf8.count && library.setConfiguration(context, "/dev/fd/\(ends[0])") == 0
    }

    private func address(_ path: [UInt8]) -> [CChar] {
        let text = path.isEmpty ? root : root + [slash] + SMBPath.escaped(path)
        return text.map { CChar(bitPattern: $0) } + [0]
    }

    /// Whether there is something at a path, which is empty for the share itself.
    func check(_ path: [UInt8]) throws(Failure) {
        var found = stat()
        guard library.getStatus(context)(context, address(path), &found) == 0 else { throw .latest }
    }

    /// Hands every entry of a folder to the body, `.` among them; its name lives for the call.
    func read<Stop: Error>(
        _ path: [UInt8], _ body: (SMBEntry) throws(Stop) -> Void
    ) throws(Stop) -> Failure? {
        guard let folder = library.getOpenFolder(context)(context, address(path)) else { return .latest }
        defer { _ = library.getCloseFolder(context)(context, folder) }
        let next = library.getReadEntry(context)
        var status = stat()
        // The whole list is there by now: the end is an end, and no failure.
        while let found = next(context, folder, &status) {
            if let entry = SMBEntry(found, inode: UInt64(status.st_ino)) { try body(entry) }
        }
        return nil
    }

    /// The content of a file, up to one byte more than a limit.
    func content(of path: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        guard let file = library.getOpen(context)(context, address(path), O_RDONLY, 0) else { throw .latest }
        defer { _ = library.getClose(context)(context, file) }
        let read = library.getRead(context)
        var content: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while content.count <= limit {
            let count = piece.withUnsafeMutableBytes { read(context, file, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw .latest }
            if count == 0 { return content }
            content += piece[..<min(count, limit + 1 - content.count)]
        }
        return content
    }
}

/// Gives the library what it asks for: only for the relay, whatever server it may have been told of.
private let signIn: SMBLibrary.AuthCallback = {
    context, server, _, domain, domainSize, name, nameSize, password, passwordSize in
    guard let context, let server, strcmp(server, SMBContext.host) == 0,
        let held = SMBLibrary.installed?.getUserData(context)
    else { return }
    let account = Unmanaged<SMBContext.User>.fromOpaque(held).takeUnretainedValue().account
    if let given = account.domain { copy(given, domain, domainSize) }
    copy(account.name, name, nameSize)
    copy(account.password, password, passwordSize)
}

/// Copies a text with a NUL behind it, if it fits.
private func copy(_ text: String, _ target: UnsafeMutablePointer<CChar>?, _ size: Int32) {
    guard let target, text.utf8.count < Int(size) else { return }
    var next = target
    for byte in text.utf8 {
        next.pointee = CChar(bitPattern: byte)
        next += 1
    }
    next.pointee = 0
}
