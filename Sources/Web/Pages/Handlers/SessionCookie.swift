import Coordinator
import Hummingbird

/// The cookie that holds a session's secret: out of scripts' reach, not sent along by other sites' forms.
enum SessionCookie {
    static let name = "safelight_session"

    /// The secret that a request brings; nil where it brings none.
    static func secret(of request: Request) -> String? {
        request.cookies[name].map { $0.value }
    }

    /// The cookie of a fresh session.
    static func make(secret: String, isSecure: Bool) -> Cookie {
        Cookie(
            name: name, value: secret, maxAge: Int(AccountService.sessionLifetime.components.seconds), path: "/",
            secure: isSecure, httpOnly: true, sameSite: .lax)
    }

    /// Takes the cookie from the browser.
    static func clear(isSecure: Bool) -> Cookie {
        Cookie(name: name, value: "", maxAge: 0, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }
}
