/// What a test of a connection found: whether the store is found, lets us in, and lists; or which of the three failed, and why.
public struct ConnectionTest: Hashable, Sendable {
    /// What is tested, in this order.
    public enum Step: String, Hashable, Sendable, CaseIterable {
        /// The store's address leads to a store that answers.
        case resolves
        /// The store lets the credentials in.
        case authenticates
        /// The store lists what is at the place.
        case lists
    }

    /// Why a test failed, for programs.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// There is no machine of the endpoint's name.
        case unknownHost = "unknown_host"
        /// Nobody answers at the endpoint, or the connection breaks.
        case unreachable = "unreachable"
        /// The store's certificate is not trusted, or it does not encrypt as it should.
        case untrusted = "untrusted"
        /// The endpoint is plain HTTP across a network, or no address, or speaks another language.
        case badEndpoint = "bad_endpoint"
        /// The store does not know the access key, or the account, or does not let it in at present.
        case wrongKey = "wrong_key"
        /// The secret does not belong to the key.
        case wrongSecret = "wrong_secret"
        /// The credentials were for a session that has ended.
        case sessionEnded = "session_ended"
        /// This machine's clock is wrong.
        case wrongClock = "wrong_clock"
        /// The credentials are right, and do not open this bucket, share or folder.
        case accessDenied = "access_denied"
        /// There is no such bucket or share.
        case noBucket = "no_bucket"
        /// The bucket is in another region.
        case wrongRegion = "wrong_region"
        /// The bucket has nothing under the prefix; the share has no such folder.
        case noFolder = "no_folder"
        /// The store has faults of its own; they may pass.
        case unavailable = "unavailable"
        /// Anything else that the store answered.
        case refused = "refused"

        /// The step that fails for this reason.
        public var step: Step {
            switch self {
            case .unknownHost, .unreachable, .untrusted, .badEndpoint: .resolves
            case .wrongKey, .wrongSecret, .sessionEnded, .wrongClock: .authenticates
            case .accessDenied, .noBucket, .wrongRegion, .noFolder, .unavailable, .refused: .lists
            }
        }
    }

    /// How it ended.
    public enum Outcome: Hashable, Sendable {
        /// All steps passed; with up to ten raw names of what is there, those of folders with a slash at the end.
        case passed(entries: [[UInt8]])
        /// A step failed; the message says what happened and what to do, and holds no secret.
        case failed(Reason, message: String)
    }

    /// How a step ended.
    public enum State: Hashable, Sendable {
        /// It is as it should be.
        case passed
        /// It is not.
        case failed
        /// One before it failed.
        case notTried
    }

    /// The most entries that are shown.
    public static let shownEntries = 10

    /// How it ended.
    public let outcome: Outcome

    /// A test that ended so.
    public init(_ outcome: Outcome) {
        self.outcome = outcome
    }

    /// Whether all steps passed.
    public var isPassed: Bool { failedStep == nil }

    /// The step that failed; nil where none did.
    public var failedStep: Step? {
        guard case .failed(let reason, _) = outcome else { return nil }
        return reason.step
    }

    /// How a step ended.
    public func state(of step: Step) -> State {
        guard let failedStep else { return .passed }
        if step == failedStep { return .failed }
        let steps = Step.allCases
        return (steps.firstIndex(of: step) ?? 0) < (steps.firstIndex(of: failedStep) ?? 0) ? .passed : .notTried
    }
}
