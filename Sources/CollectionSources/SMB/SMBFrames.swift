/// One direction of an SMB connection, message by message: what may go on, and what there is to learn from it.
///
/// Whether anything may go by in clear is decided here and not left to the library: that of Samba 4.17 reads from
/// servers that do not encrypt although it was told to require it. Source: MS-SMB2 §2.1, §2.2.1, §2.2.6, §2.2.9.
struct SMBFrames {
    enum Direction {
        case toServer, fromServer
    }

    /// The commands that come before anything can be encrypted, or say nothing.
    private enum Command {
        static let negotiate: UInt16 = 0
        static let sessionSetup: UInt16 = 1
        static let treeConnect: UInt16 = 3
        static let control: UInt16 = 11
        static let echo: UInt16 = 13
    }

    private static let validateGreeting: UInt32 = 0x0014_0204
    private static let prefixLength = 4
    private static let moreProcessing: UInt32 = 0xC000_0016

    let direction: Direction
    let requiresEncryption: Bool
    private let sighting: SMBSighting
    private var waiting: [UInt8] = []

    init(_ direction: Direction, requiresEncryption: Bool, _ sighting: SMBSighting) {
        (self.direction, self.requiresEncryption, self.sighting) = (direction, requiresEncryption, sighting)
    }

    /// Takes bytes as they come, and returns those of whole messages that may go on.
    mutating func take(_ bytes: some Collection<UInt8>) throws(SMBSighting.Cut) -> ArraySlice<UInt8> {
        waiting.append(contentsOf: bytes)
        var end = 0
        while waiting.count - end >= Self.prefixLength {
            let length = Self.length(waiting[end...])
            guard let length else { throw .notSMB2 }
            guard waiting.count - end - Self.prefixLength >= length else { break }
            let next = end + Self.prefixLength + length
            try inspect(SMBMessage(waiting[(end + Self.prefixLength)..<next]))
            end = next
        }
        defer { waiting.removeSubrange(..<end) }
        return waiting[..<end]
    }

    /// How long the message is that such bytes announce; nil where they announce none.
    static func length(_ prefix: ArraySlice<UInt8>) -> Int? {
        let bytes = prefix.prefix(prefixLength).map(Int.init)
        guard bytes.count == prefixLength, bytes[0] == 0 else { return nil }
        return bytes[1] << 16 | bytes[2] << 8 | bytes[3]
    }

    private func inspect(_ message: SMBMessage) throws(SMBSighting.Cut) {
        if message.isEncrypted { return }
        guard message.isPlain else { throw .notSMB2 }
        var part = message
        while true {
            if requiresEncryption, !mayBeClear(part) { throw .inClear }
            if direction == .fromServer, part.command == Command.sessionSetup { try learn(part) }
            guard let next = part.next else { return }
            part = next
        }
    }

    private func mayBeClear(_ message: SMBMessage) -> Bool {
        switch message.command {
        case Command.negotiate, Command.sessionSetup, Command.echo: true
        // The library looks for other places of the share before it begins to encrypt; that gives nothing away.
        case Command.treeConnect: direction == .fromServer || message.connectsToNoShare
        // SMB 3.0 checks there that nobody has changed its greeting.
        case Command.control: direction == .fromServer || message.number(at: 68) == Self.validateGreeting
        default: false
        }
    }

    private func learn(_ message: SMBMessage) throws(SMBSighting.Cut) {
        guard let status = message.status, status != Self.moreProcessing else { return }
        if status == 0, message.isGuestSession { throw .guest }
        sighting.noteSession(status)
    }
}

/// A message of SMB 2 or 3, or one of several that came together.
struct SMBMessage {
    /// `\\IPC$` as it goes by.
    private static let noShare: [UInt8] = Array("\\\0I\0P\0C\0$\0".utf8)
    private let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// Whether only the two ends can read it.
    var isEncrypted: Bool { bytes.starts(with: [0xFD, 0x53, 0x4D, 0x42]) }
    /// Whether it is one that anybody can read.
    var isPlain: Bool { bytes.count >= 64 && bytes.starts(with: [0xFE, 0x53, 0x4D, 0x42]) }
    var status: UInt32? { number(at: 8) }
    var command: UInt16? { number(at: 12) }

    /// The message that came with it.
    var next: SMBMessage? {
        guard let offset: UInt32 = number(at: 20), offset >= 64, offset < bytes.count else { return nil }
        return SMBMessage(bytes.dropFirst(Int(offset)))
    }

    /// Whether the answer to a sign-in lets in a guest or nobody in particular.
    var isGuestSession: Bool {
        guard let flags: UInt16 = number(at: 66) else { return true }
        return flags & 0x3 != 0
    }

    /// Whether it connects to what every server has beside its shares.
    var connectsToNoShare: Bool {
        guard let offset: UInt16 = number(at: 68), let length: UInt16 = number(at: 70) else { return false }
        let path = bytes.dropFirst(Int(offset)).prefix(Int(length))
        return path.count == Int(length) && path.suffix(Self.noShare.count).elementsEqual(Self.noShare)
    }

    /// A number, least byte first, at so many bytes from the beginning.
    func number<Number: FixedWidthInteger>(at offset: Int) -> Number? {
        let width = Number.bitWidth / 8
        let part = bytes.dropFirst(offset).prefix(width)
        guard part.count == width else { return nil }
        return part.reversed().reduce(0) { $0 << 8 | Number($1) }
    }
}
