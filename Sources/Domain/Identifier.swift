/// What an identifier stands for; gives it its prefix.
public protocol IdentifierKind: Sendable {
    /// Four characters in front of every identifier of this kind, for example `agt_`.
    static var prefix: String { get }
}

/// A public id: the kind's prefix and 26 characters of lower-case Crockford base32 of a UUIDv7 (requirements.md, *Identifiers*).
/// Identifiers of one kind sort by the time they were made.
public struct Identifier<Kind: IdentifierKind>: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The whole text, prefix included.
    public let description: String

    /// Makes a new identifier for an instant.
    public init(at instant: Timestamp, random: any RandomSource) {
        description = Kind.prefix + CrockfordBase32.encode(UUIDv7.bytes(at: instant, random: random))
    }

    /// Takes a text that someone sent; nil unless it has this kind's prefix and form.
    public init?(_ text: some StringProtocol) {
        guard text.hasPrefix(Kind.prefix), CrockfordBase32.isCanonical(text.utf8.dropFirst(Kind.prefix.utf8.count))
        else {
            return nil
        }
        description = String(text)
    }

    /// The order of their texts.
    public static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}

extension Identifier: Codable {
    /// Reads the text form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let identifier = Identifier(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "must be an identifier that begins with \(Kind.prefix)")
        }
        self = identifier
    }

    /// Writes the text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// The kinds of identifier.
public enum Kinds {
    /// A team.
    public enum Team: IdentifierKind {
        /// The prefix.
        public static let prefix = "tea_"
    }
    /// A person, or the SYSTEM user of an agent.
    public enum User: IdentifierKind {
        /// The prefix.
        public static let prefix = "usr_"
    }
    /// An agent.
    public enum Agent: IdentifierKind {
        /// The prefix.
        public static let prefix = "agt_"
    }
    /// A registration token.
    public enum RegistrationToken: IdentifierKind {
        /// The prefix.
        public static let prefix = "art_"
    }
    /// A job.
    public enum Job: IdentifierKind {
        /// The prefix.
        public static let prefix = "job_"
    }
    /// A collection.
    public enum Collection: IdentifierKind {
        /// The prefix.
        public static let prefix = "col_"
    }
    /// A connector.
    public enum Connector: IdentifierKind {
        /// The prefix.
        public static let prefix = "con_"
    }
    /// A pipeline.
    public enum Pipeline: IdentifierKind {
        /// The prefix.
        public static let prefix = "pip_"
    }
    /// A result.
    public enum Result: IdentifierKind {
        /// The prefix.
        public static let prefix = "res_"
    }
    /// An API token.
    public enum APIToken: IdentifierKind {
        /// The prefix.
        public static let prefix = "tok_"
    }
    /// A notification.
    public enum Notification: IdentifierKind {
        /// The prefix.
        public static let prefix = "ntf_"
    }
    /// An upload.
    public enum Upload: IdentifierKind {
        /// The prefix.
        public static let prefix = "upl_"
    }
}

/// The public id of a team.
public typealias TeamID = Identifier<Kinds.Team>
/// The public id of a user.
public typealias UserID = Identifier<Kinds.User>
/// The public id of an agent.
public typealias AgentID = Identifier<Kinds.Agent>
/// The public id of a registration token.
public typealias RegistrationTokenID = Identifier<Kinds.RegistrationToken>
/// The public id of a job.
public typealias JobID = Identifier<Kinds.Job>
/// The public id of a collection.
public typealias CollectionID = Identifier<Kinds.Collection>
/// The public id of a connector.
public typealias ConnectorID = Identifier<Kinds.Connector>
/// The public id of a pipeline.
public typealias PipelineID = Identifier<Kinds.Pipeline>
/// The public id of a result.
public typealias ResultID = Identifier<Kinds.Result>
/// The public id of an api token.
public typealias APITokenID = Identifier<Kinds.APIToken>
/// The public id of a notification.
public typealias NotificationID = Identifier<Kinds.Notification>
/// The public id of an upload.
public typealias UploadID = Identifier<Kinds.Upload>

/// UUID version 7. Source: RFC 9562 §5.7.
enum UUIDv7 {
    static func bytes(at instant: Timestamp, random: any RandomSource) -> [UInt8] {
        var bytes = random.bytes(16)
        let milliseconds = UInt64(clamping: instant.milliseconds)
        for index in 0..<6 {
            bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> UInt64(8 * (5 - index)))
        }
        bytes[6] = 0x70 | (bytes[6] & 0x0F)
        bytes[8] = 0x80 | (bytes[8] & 0x3F)
        return bytes
    }
}

/// Base32 with Crockford's alphabet, in lower case: 16 bytes are 26 characters, the first of them `0` to `7`.
enum CrockfordBase32 {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    private static let isDigit = (0..<256).map { alphabet.contains(UInt8($0)) }

    static func encode(_ bytes: [UInt8]) -> String {
        let padding = 26 * 5 - bytes.count * 8
        var digits: [UInt8] = []
        digits.reserveCapacity(26)
        var buffer: UInt32 = 0
        var held = padding
        for byte in bytes {
            buffer = (buffer << 8) | UInt32(byte)
            held += 8
            while held >= 5 {
                held -= 5
                digits.append(alphabet[Int((buffer >> UInt32(held)) & 31)])
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }

    static func isCanonical(_ text: some Collection<UInt8>) -> Bool {
        guard text.count == 26, let first = text.first, (0x30...0x37).contains(first) else { return false }
        return text.allSatisfy { isDigit[Int($0)] }
    }
}
