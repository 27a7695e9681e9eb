#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// libsmbclient, Samba's library, as this machine has it: opened while the program runs, so that an agent needs it for SMB alone.
///
/// What is looked up here is all that can be done with it: to open, read and close folders and files, and to ask for a status.
/// Nothing that changes anything on a share is bound. The library is not thread safe; `SMBThread` is the one that calls it.
public struct SMBLibrary: Sendable {
    typealias Context = OpaquePointer
    /// An open folder or file.
    typealias Handle = OpaquePointer
    typealias Text = UnsafePointer<CChar>
    typealias LogCallback = @convention(c) @Sendable (UnsafeMutableRawPointer?, Int32, Text?) -> Void
    typealias AuthCallback =
        @convention(c) @Sendable (
            Context?, Text?, Text?, UnsafeMutablePointer<CChar>?, Int32, UnsafeMutablePointer<CChar>?, Int32,
            UnsafeMutablePointer<CChar>?, Int32
        ) -> Void
    typealias Open = @convention(c) @Sendable (Context, Text, Int32, mode_t) -> Handle?
    typealias Read = @convention(c) @Sendable (Context, Handle, UnsafeMutableRawPointer?, Int) -> Int
    typealias OpenFolder = @convention(c) @Sendable (Context, Text) -> Handle?
    typealias ReadEntry =
        @convention(c) @Sendable (Context, Handle, UnsafeMutablePointer<stat>) -> UnsafeRawPointer?
    typealias Close = @convention(c) @Sendable (Context, Handle) -> Int32
    typealias Status = @convention(c) @Sendable (Context, Text, UnsafeMutablePointer<stat>) -> Int32
    typealias NumberSetter = @convention(c) @Sendable (Context, Int32) -> Void

    /// What is to be done where the library is missing.
    public static let hint =
        "Install libsmbclient (Debian, Ubuntu: apt install libsmbclient; Fedora: dnf install libsmbclient; "
        + "macOS: brew install samba), then start the agent again."

    /// That of this machine; nil where there is none, or one that is older than Samba 4.13.
    public static let installed = SMBLibrary(names: usualNames)

    /// Where it is looked for, in this order.
    static let usualNames: [String] = {
        #if canImport(Darwin)
        let folders = [
            "/opt/homebrew/lib/", "/opt/homebrew/opt/samba/lib/", "/usr/local/lib/", "/usr/local/opt/samba/lib/", "",
        ]
        return folders.map { $0 + "libsmbclient.dylib" }
        #else
        return ["libsmbclient.so.0", "libsmbclient.so"]
        #endif
    }()

    let newContext: @convention(c) @Sendable () -> Context?
    let initContext: @convention(c) @Sendable (Context) -> Context?
    let freeContext: @convention(c) @Sendable (Context, Int32) -> Int32
    let setLogCallback: @convention(c) @Sendable (Context?, UnsafeMutableRawPointer?, LogCallback) -> Void
    let setConfiguration: @convention(c) @Sendable (Context, Text) -> Int32
    let setOptionProtocols: @convention(c) @Sendable (Context, Text?, Text?) -> Int32
    let setAuthCallback: @convention(c) @Sendable (Context, AuthCallback) -> Void
    let setUserData: @convention(c) @Sendable (Context, UnsafeMutableRawPointer?) -> Void
    let getUserData: @convention(c) @Sendable (Context) -> UnsafeMutableRawPointer?
    let setPort: @convention(c) @Sendable (Context, UInt16) -> Void
    let setDebug: NumberSetter
    let setTimeout: NumberSetter
    let setUseKerberos: NumberSetter
    let setFallbackAfterKerberos: NumberSetter
    let setUseCredentialCache: NumberSetter
    let setNoAutoAnonymousLogin: NumberSetter
    let setEncryptionLevel: NumberSetter
    let getOpen: @convention(c) @Sendable (Context) -> Open
    let getRead: @convention(c) @Sendable (Context) -> Read
    let getClose: @convention(c) @Sendable (Context) -> Close
    let getOpenFolder: @convention(c) @Sendable (Context) -> OpenFolder
    let getReadEntry: @convention(c) @Sendable (Context) -> ReadEntry
    let getCloseFolder: @convention(c) @Sendable (Context) -> Close
    let getStatus: @convention(c) @Sendable (Context) -> Status

    /// Opens the first library of these names that can be opened and has all that is wanted; nil where there is none.
    init?(names: [String]) {
        for name in names {
            guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { continue }
            if let library = SMBLibrary(Symbols(handle: handle)) {
                self = library
                return
            }
            dlclose(handle)
        }
        return nil
    }

    private init?(_ symbols: Symbols) {
        do {
            newContext = try symbols.find("smbc_new_context")
            initContext = try symbols.find("smbc_init_context")
            freeContext = try symbols.find("smbc_free_context")
            setLogCallback = try symbols.find("smbc_setLogCallback")
            setConfiguration = try symbols.find("smbc_setConfiguration")
            setOptionProtocols = try symbols.find("smbc_setOptionProtocols")
            setAuthCallback = try symbols.find("smbc_setFunctionAuthDataWithContext")
            setUserData = try symbols.find("smbc_setOptionUserData")
            getUserData = try symbols.find("smbc_getOptionUserData")
            setPort = try symbols.find("smbc_setPort")
            setDebug = try symbols.find("smbc_setDebug")
            setTimeout = try symbols.find("smbc_setTimeout")
            setUseKerberos = try symbols.find("smbc_setOptionUseKerberos")
            setFallbackAfterKerberos = try symbols.find("smbc_setOptionFallbackAfterKerberos")
            setUseCredentialCache = try symbols.find("smbc_setOptionUseCCache")
            setNoAutoAnonymousLogin = try symbols.find("smbc_setOptionNoAutoAnonymousLogin")
            setEncryptionLevel = try symbols.find("smbc_setOptionSmbEncryptionLevel")
            getOpen = try symbols.find("smbc_getFunctionOpen")
            getRead = try symbols.find("smbc_getFunctionRead")
            getClose = try symbols.find("smbc_getFunctionClose")
            getOpenFolder = try symbols.find("smbc_getFunctionOpendir")
            getReadEntry = try symbols.find("smbc_getFunctionReaddirPlus2")
            getCloseFolder = try symbols.find("smbc_getFunctionClosedir")
            getStatus = try symbols.find("smbc_getFunctionStat")
        } catch {
            return nil
        }
    }

    /// An opened library's functions by their names; the caller says their types, which are those of libsmbclient.h.
    private struct Symbols {
        struct Missing: Error {}

        let handle: UnsafeMutableRawPointer

        func find<Function>(_ name: String) throws(Missing) -> Function {
            guard let symbol = dlsym(handle, name) else { throw Missing() }
            return unsafeBitCast(symbol, to: Function.self)
        }
    }
}
