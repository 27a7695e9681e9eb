import HTTPTypes
import Hummingbird

/// Header fields that keep a browser from doing with our answers what they are not meant for. NFR-300.
enum SecurityHeaders {
    /// Scripts, styles, images and sockets of our own only; nobody may frame us.
    static let policy = [
        "default-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "object-src 'none'",
        "img-src 'self' data:",
    ].joined(separator: "; ")
    /// A report is somebody's HTML: no script, nothing from outside, framed by our result page only.
    static let reportPolicy = [
        "sandbox", "default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "base-uri 'none'",
        "form-action 'none'", "frame-ancestors 'self'",
    ].joined(separator: "; ")

    static func set(on response: inout Response) {
        // `sandbox` and the like may have been set by the handler, for reports.
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = policy
            set("X-Frame-Options", "DENY", &response)
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        set("Referrer-Policy", "same-origin", &response)
        set("Cross-Origin-Opener-Policy", "same-origin", &response)
    }

    private static func set(_ name: String, _ value: String, _ response: inout Response) {
        guard let name = HTTPField.Name(name) else { return }
        response.headers[name] = value
    }
}
