import Domain
import TestSupport
import Testing

@Suite("Retry policy")
struct RetryPolicyTests {
    @Test("Each delay is four times the one before; out of range it stays in range", .proves("FR-200.7"))
    func delays() {
        #expect((0...2).map { RetryPolicy.delay(afterRetries: $0) } == [.seconds(30), .seconds(120), .seconds(480)])
        for retries in 0..<8 {
            #expect(RetryPolicy.delay(afterRetries: retries + 1) == RetryPolicy.delay(afterRetries: retries) * 4)
        }
        #expect(RetryPolicy.delay(afterRetries: -5) == .seconds(30))
        #expect(RetryPolicy.delay(afterRetries: .max) == RetryPolicy.delay(afterRetries: 8))
    }

    @Test("Three retries, ten losses and a jitter of a fifth unless told otherwise", .proves("FR-200.7"))
    func defaults() {
        #expect(RetryPolicy().maximumRetries == 3)
        #expect(RetryPolicy().maximumLosses == 10)
        #expect(RetryPolicy.jitter == 0.2)
    }

    @Test(
        "What another attempt cannot mend is not tried again", .proves("FR-200.7"),
        arguments: ErrorKind.allCases)
    func worthRetrying(kind: ErrorKind) {
        #expect(kind.isWorthRetrying == [.toolError, .internal, .storageUnavailable].contains(kind))
    }
}
