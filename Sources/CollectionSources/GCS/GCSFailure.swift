import Domain
import S3

/// Why Google Cloud Storage, or who gives out its tokens, did not do what was asked.
struct GCSFailure: Error, Hashable {
    let reason: ConnectionTest.Reason
    let message: String
    /// Whether it may go better the next time.
    let mayPass: Bool

    init(_ reason: ConnectionTest.Reason, _ message: String, mayPass: Bool = false) {
        (self.reason, self.message, self.mayPass) = (reason, message, mayPass)
    }

    /// Runs a call and makes a failure of its own of one that nobody answered.
    static func catching<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let failure as StoreFailure {
            let reason = ConnectionTest.Reason(failure.cause)
            throw GCSFailure(
                reason, failure.message, mayPass: reason == .unknownHost || reason == .unreachable)
        }
    }
}

extension GCSFailure {
    /// From the answer of a token endpoint. Source: RFC 6749 §5.2; Google's own descriptions.
    init(token status: Int, _ fields: JSONValue?, account: String, place: String, hiding secrets: [String]) {
        let code = fields?["error"]?.stringValue ?? "status \(status)"
        let description = StoreWords.clean(fields?["error_description"]?.stringValue ?? "", hiding: secrets)
        let words = "(\(StoreWords.clean(code, hiding: secrets))\(description.isEmpty ? "" : ": \(description)"))"
        let start = "\(place) gives \(account) no token \(words)."
        let lower = description.lowercased()
        if status == 429 || status == 408 || status >= 500 {
            self.init(.unavailable, "\(start) It may pass; try again.", mayPass: true)
        } else if lower.contains("signature") {
            self.init(.wrongSecret, "\(start) The key was deleted, or is another account's. Make a new key.")
        } else if lower.contains("reasonable timeframe") || lower.contains("short-lived") || lower.contains("iat") {
            self.init(.wrongClock, "\(start) This machine's clock is wrong. Set it.")
        } else if ["invalid_grant", "invalid_client", "unauthorized_client"].contains(code) {
            self.init(.wrongKey, "\(start) Check that the service account still exists and is enabled.")
        } else if status == 200 || status == 404 || fields == nil {
            self.init(.badEndpoint, "\(start) Check token_uri in the key file.")
        } else {
            self.init(.wrongKey, "\(start) Make a new key for the account.")
        }
    }

    /// From an answer of the JSON API. Source: Cloud Storage, *HTTP status and error codes for JSON*.
    init(status: Int, body: [UInt8], bucket: String, account: String, hiding secrets: [String]) {
        // `try?`: an answer that is no JSON says nothing beyond its status.
        let error = (try? JSONParser.parse(body))?["error"]
        let message = StoreWords.clean(error?["message"]?.stringValue ?? "", hiding: secrets)
        let words = "(status \(status)\(message.isEmpty ? "" : ": \(message)"))"
        let reasons = error?["errors"]?.arrayValue?.compactMap { $0["reason"]?.stringValue } ?? []
        let isTooMuch = reasons.contains { $0 == "rateLimitExceeded" || $0 == "userRateLimitExceeded" }
        if isTooMuch || status == 408 || status == 429 || status >= 500 {
            self.init(.unavailable, "\(bucket) could not be listed \(words). It may pass; try again.", mayPass: true)
            return
        }
        switch status {
        case 401:
            self.init(
                .wrongKey,
                "\(bucket) does not take the token of \(account) \(words). "
                    + "Check that the service account is enabled, and make a new key.")
        case 403:
            self.init(
                .accessDenied,
                "\(account) may not list \(bucket) \(words). Whoever manages the bucket must give it "
                    + "the role Storage Object Viewer.")
        case 404: self.init(.noBucket, "There is no bucket \(bucket) \(words). Check how its name is written.")
        default: self.init(.refused, "Listing \(bucket) was refused \(words).")
        }
    }
}
