import Coordinator
import HTTPTypes
import Hummingbird

/// The cookie that holds a session's secret.
enum SessionCookie {
    static let name = "safelight_session"

    /// The secret of a request; nil where it has no such cookie.
    static func secret(in headers: HTTPFields) -> String? {
        Cookies(from: headers[values: .cookie])[name].map(\.value).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The header value that opens a session in the browser.
    static func opening(_ secret: String, isSecure: Bool) -> String {
        text(secret, seconds: AccountService.sessionLifetime.components.seconds, isSecure: isSecure)
    }

    /// The header value that ends it there.
    static func ending(isSecure: Bool) -> String {
        text("", seconds: 0, isSecure: isSecure)
    }

    private static func text(_ secret: String, seconds: Int64, isSecure: Bool) -> String {
        "\(name)=\(secret); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }
}
