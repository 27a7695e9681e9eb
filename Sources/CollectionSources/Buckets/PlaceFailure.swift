/// Why a bucket or a share was not listed.
struct PlaceFailure: Error, Hashable {
    /// Why, for programs.
    let reason: ConnectionTest.Reason
    /// What happened, to what, and what to do; without secrets.
    let message: String

    init(_ reason: ConnectionTest.Reason, _ message: String) {
        (self.reason, self.message) = (reason, message)
    }
}

extension ListingError {
    /// What the failure is to a job.
    init(_ failure: PlaceFailure) {
        switch failure.reason {
        case .wrongKey, .wrongSecret, .sessionEnded, .wrongClock, .accessDenied:
            self = .placeDenied(reason: failure.message)
        case .unknownHost, .unreachable, .untrusted, .badEndpoint, .noBucket, .wrongRegion, .noFolder, .unavailable,
            .refused:
            self = .placeUnavailable(reason: failure.message)
        }
    }
}
