import Domain
import XML

/// What a store answered that is no success, or why it did not answer, with what to do.
public struct S3Error: Error, Hashable, Sendable, CustomStringConvertible {
    /// What sort of trouble.
    public enum Kind: Hashable, Sendable {
        /// There is no such object.
        case missing
        /// There is no such bucket.
        case noBucket
        /// The keys are wrong, or do not open this.
        case denied
        /// Nobody answers, or only with faults of its own; it may pass.
        case unavailable
        /// A setting cannot be right.
        case configuration
        /// Anything else that the store refused.
        case refused
    }

    /// What exactly, where it is known.
    public enum Cause: Hashable, Sendable {
        /// No answer came.
        case noAnswer(StoreFailure.Cause)
        /// The store does not know the access key.
        case unknownAccessKey
        /// The secret does not belong to the access key.
        case wrongSecret
        /// A session's credentials have ended, or are none.
        case wrongSession
        /// This machine's clock and the store's differ by too much.
        case wrongClock
        /// The bucket is in another region.
        case otherRegion
    }

    /// What sort of trouble.
    public let kind: Kind
    /// What exactly; nil where nothing more is known.
    public let cause: Cause?
    /// What happened, to what, and what to do.
    public let message: String
    /// The region that the bucket is in, where the store said so.
    let region: String?

    /// A trouble in words.
    public init(_ kind: Kind, _ message: String) {
        self.init(kind, nil, message)
    }

    init(_ kind: Kind, _ cause: Cause?, _ message: String, region: String? = nil) {
        (self.kind, self.cause, self.message, self.region) = (kind, cause, message, region)
    }

    /// From a call that nobody answered.
    init(_ failure: StoreFailure, place: String) {
        let kind: Kind =
            switch failure.cause {
            case .untrustedCertificate, .noTLS: .configuration
            case .tooLong: .refused
            case .unknownHost, .refused, .timedOut, .broken: .unavailable
            }
        self.init(kind, .noAnswer(failure.cause), "\(place): \(failure.message)")
    }

    /// The message.
    public var description: String { message }
}

/// A call that a store answered with no success.
struct S3Refusal {
    let status: Int
    let body: [UInt8]
    /// What the header `x-amz-bucket-region` says.
    let bucketRegion: String?
    /// What was being done, for example `Listing`.
    let action: String
    let place: String
    /// When it was asked, by this machine's clock.
    let asked: Timestamp
    /// What no message may hold, though the store should repeat it.
    let secrets: [String]
}

extension S3Error {
    /// From an answer. Source: Amazon S3 API Reference, *Error responses*.
    init(_ refusal: S3Refusal) {
        let fields = S3Document.fields(refusal.body, of: "Error")
        let code = StoreWords.clean(fields["Code"] ?? "status \(refusal.status)", hiding: refusal.secrets)
        let words = fields["Message"].map { ": " + StoreWords.clean($0, hiding: refusal.secrets) } ?? ""
        let (place, what) = (refusal.place, "\(refusal.action) \(refusal.place)")
        let region = (refusal.bucketRegion ?? fields["Region"]).flatMap { S3Configuration.isRegion($0) ? $0 : nil }
        switch (refusal.status, code) {
        case (_, "NoSuchBucket"):
            self.init(.noBucket, "There is no bucket at \(place); make it, or name another.")
        case (301, _), (307, _), (400, "AuthorizationHeaderMalformed"), (400, "IllegalLocationConstraintException"):
            let mend = region.map { "The bucket's region is \($0)." } ?? "Give the bucket's own region and endpoint."
            self.init(
                .configuration, .otherRegion, "\(place) lies elsewhere (\(code)\(words)). \(mend)", region: region)
        case (404, _): self.init(.missing, "There is nothing at \(place) (\(code)).")
        case (_, "ExpiredToken"), (_, "InvalidToken"), (_, "TokenRefreshRequired"):
            self.init(.denied, .wrongSession, "\(what) was denied (\(code)). \(Self.mend(code))")
        case (_, "RequestTimeTooSkewed"), (_, "RequestExpired"):
            let skew = fields["ServerTime"].flatMap { Timestamp($0) }.map { refusal.asked - $0 }
            self.init(.denied, .wrongClock, "\(what) was denied (\(code)). \(Self.clock(ahead: skew))")
        case (_, "InvalidAccessKeyId"):
            self.init(.denied, .unknownAccessKey, "\(what) was denied (\(code)). \(Self.mend(code))")
        case (_, "SignatureDoesNotMatch"):
            self.init(.denied, .wrongSecret, "\(what) was denied (\(code)). \(Self.mend(code))")
        case (401, _), (403, _): self.init(.denied, nil, "\(what) was denied (\(code)\(words)). \(Self.mend(code))")
        case (501, _): self.init(.refused, "\(what) is nothing that this store can do (\(code)\(words)).")
        case (429, _), (500..., _), (400, "RequestTimeout"):
            self.init(.unavailable, "\(what) failed (\(code)\(words)). It may pass; try again.")
        default: self.init(.refused, "\(what) was refused (\(code)\(words)).")
        }
    }

    private static func mend(_ code: String) -> String {
        switch code {
        case "InvalidAccessKeyId":
            "The store does not know the access key. Check that its id is copied whole, and from this very store."
        case "SignatureDoesNotMatch":
            "The secret does not belong to the access key, or the key's id is wrong. Copy both again."
        case "ExpiredToken", "TokenRefreshRequired": "The credentials were for a session that has ended. Get new ones."
        case "InvalidToken": "The session token is not one of this store's. Get new credentials."
        default:
            "Whoever manages the bucket must let this access key do it; listing takes the permission s3:ListBucket."
        }
    }

    private static func clock(ahead skew: Duration?) -> String {
        guard let skew else { return "This machine's clock and the store's differ by too much. Set the clock." }
        let minutes = skew.wholeMilliseconds / 60_000
        let way = minutes < 0 ? "behind" : "ahead of"
        return "This machine's clock is \(abs(minutes)) minutes \(way) the store's. Set the clock."
    }
}

/// What a store says in words of its own.
public enum StoreWords {
    /// The longest of them that goes into a message, in characters.
    private static let longest = 300

    /// The words on one line and not too long, with what they must not repeat hidden.
    public static func clean(_ words: String, hiding secrets: [String]) -> String {
        var text = words
        for secret in secrets where !secret.isEmpty { text = text.replacing(secret, with: "•••") }
        let line = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
        let short = line.count > longest ? String(line.prefix(longest)) + "…" : String(line)
        return String(short.drop { $0 == " " || $0 == "." }.reversed().drop { $0 == " " || $0 == "." }.reversed())
    }
}

/// The flat documents that stores answer with.
enum S3Document {
    /// The texts of the elements below the root, by name; of repeated ones the last. Empty where it is no such document.
    static func fields(_ document: [UInt8], of root: String) -> [String: String] {
        let reader = Reader()
        // `try?`: an answer that is no XML says nothing beyond its status.
        guard (try? XMLParser(handler: reader).parse(document)) != nil, reader.root == root else { return [:] }
        return reader.found
    }

    private final class Reader: XMLHandler {
        var root: String?
        var found: [String: String] = [:]
        private var depth = 0
        private var bytes: [UInt8] = []

        func start(_ name: XMLName, _ attributes: XMLAttributes) throws(XMLRefusal) {
            if depth == 0 { root = String(decoding: name.local, as: UTF8.self) }
            depth += 1
            bytes = []
        }

        func end(_ name: XMLName) throws(XMLRefusal) {
            depth -= 1
            guard depth == 1 else { return }
            found[String(decoding: name.local, as: UTF8.self)] = String(decoding: bytes, as: UTF8.self)
        }

        func text(_ piece: UnsafeBufferPointer<UInt8>) throws(XMLRefusal) {
            bytes += piece
        }
    }
}
