#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import Domain

/// Where an agent keeps credentials: encrypted, for this user's eyes only, and nowhere else. FR-300.6, NFR-300.4.
public struct CredentialStore: Sendable {
    private let home: AgentHome
    private let passphrase: Secret?
    private let random: any RandomSource
    /// Of scrypt's N, for a passphrase.
    private let power: UInt8

    /// The store of a home.
    /// - Parameter passphrase: what it is encrypted with in place of the key file.
    public init(_ home: AgentHome, passphrase: Secret?, random: any RandomSource = SystemRandom()) {
        self.init(home, passphrase: passphrase, power: CredentialSeal.usualPower, random: random)
    }

    init(_ home: AgentHome, passphrase: Secret?, power: UInt8, random: any RandomSource = SystemRandom()) {
        self.home = home
        self.passphrase = passphrase
        self.power = power
        self.random = random
    }

    var file: String { home.path + "/credentials.enc" }
    private var keyFile: String { home.path + "/store.key" }
    private var lockFile: String { home.path + "/credentials.lock" }

    /// What is kept now; nothing where nothing was ever kept.
    /// - Throws: `AgentError` `store_open_to_others`, `store_damaged`, `store_key`: the file stays as it is.
    public func read() throws(AgentError) -> HeldCredentials {
        do {
            return try held()
        } catch let error as AgentError {
            throw error
        } catch {
            throw unusable("\(error)")
        }
    }

    /// Keeps the credentials of a connector in place of those before.
    public func save(_ entry: HeldCredentials.Entry, for connector: String) throws(AgentError) {
        try change { $0.entries[connector] = entry }
    }

    /// Removes the credentials of a connector.
    /// - Returns: whether there were any.
    public func remove(_ connector: String) throws(AgentError) -> Bool {
        var isThere = false
        try change { isThere = $0.entries.removeValue(forKey: connector) != nil }
        return isThere
    }

    /// Reads, changes and writes while nobody else does.
    private func change(_ body: (inout HeldCredentials) -> Void) throws(AgentError) {
        do {
            try home.prepare()
            let lock = open(lockFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard lock >= 0 else { throw SystemFailure.last("open \(lockFile)") }
            defer { close(lock) }
            while flock(lock, LOCK_EX) != 0 {
                if errno != EINTR { throw SystemFailure.last("lock \(lockFile)") }
            }
            var held = try self.held()
            body(&held)
            let sealed = try CredentialSeal.seal(
                held.bytes, with: try key(orMake: true), salt: random.bytes(16), power: power)
            try DurableFile.replace(file, with: sealed, mode: 0o600)
        } catch let error as AgentError {
            throw error
        } catch {
            throw unusable("\(error)")
        }
    }

    private func held() throws -> HeldCredentials {
        guard access(file, F_OK) == 0 else { return HeldCredentials() }
        try requireClosed(home.path, isFolder: true)
        try requireClosed(file)
        let bytes = try DurableFile.read(file)
        do {
            guard let held = HeldCredentials(bytes: try CredentialSeal.open(bytes, with: try key(orMake: false))) else {
                throw CredentialSeal.Problem.tooNew
            }
            return held
        } catch let problem as CredentialSeal.Problem {
            throw error(problem)
        }
    }

    private func key(orMake isToMake: Bool) throws -> CredentialSeal.Key {
        if let passphrase { return .passphrase(passphrase) }
        if access(keyFile, F_OK) != 0, isToMake {
            try DurableFile.replace(keyFile, with: random.bytes(32), mode: 0o600)
        }
        guard access(keyFile, F_OK) == 0 else {
            throw AgentError(
                code: "store_key",
                message: "\(file) cannot be opened without \(keyFile), which is not there. Put it back, or set "
                    + "SAFELIGHT_AGENT_PASSPHRASE if the file was made with a passphrase.",
                exit: .configuration)
        }
        try requireClosed(keyFile)
        let bytes = try DurableFile.read(keyFile)
        guard bytes.count == 32 else {
            throw AgentError(
                code: "store_key", message: "\(keyFile) is not a key of 32 bytes. Put the right one back.",
                exit: .configuration)
        }
        return .file(bytes)
    }

    /// Others must not be able to read it, nor to write where it lies.
    private func requireClosed(_ path: String, isFolder: Bool = false) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw SystemFailure.last("look at \(path)") }
        let open = status.st_mode & (isFolder ? 0o022 : 0o077)
        guard open != 0 else { return }
        throw AgentError(
            code: "store_open_to_others",
            message: "\(path) is open to other users of this machine, so the credentials are not used. Close it: "
                + "chmod \(isFolder ? "go-w" : "600") '\(path)'",
            exit: .notPermitted)
    }

    private func error(_ problem: CredentialSeal.Problem) -> AgentError {
        switch problem {
        case .damaged:
            AgentError(
                code: "store_damaged",
                message: "\(file) is damaged; it was left as it is. Put a copy of it back, or move it away and enter "
                    + "the credentials again.",
                exit: .badData)
        case .tooNew:
            AgentError(
                code: "store_damaged", message: "\(file) was made by a later version of the agent. Update this one.",
                exit: .badData)
        case .otherKind(let isPassphrase):
            AgentError(
                code: "store_key",
                message: isPassphrase
                    ? "\(file) was made with a passphrase. Set SAFELIGHT_AGENT_PASSPHRASE to it."
                    : "\(file) was made with \(keyFile), not with a passphrase. Unset SAFELIGHT_AGENT_PASSPHRASE, or "
                        + "move the file away and enter the credentials again.",
                exit: .configuration)
        case .wrongKey:
            AgentError(
                code: "store_key",
                message: passphrase == nil
                    ? "\(keyFile) is not the key that \(file) was made with. Put the right one back."
                    : "The passphrase in SAFELIGHT_AGENT_PASSPHRASE is not the one that \(file) was made with.",
                exit: .configuration)
        }
    }

    private func unusable(_ reason: String) -> AgentError {
        AgentError(code: "store_unusable", message: "The credentials cannot be kept: \(reason).", exit: .cannotCreate)
    }
}
