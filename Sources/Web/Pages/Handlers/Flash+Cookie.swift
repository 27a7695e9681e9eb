import Hummingbird
import Wire

extension Flash {
    private static let cookieName = "safelight_flash"

    /// What the last action left for this page.
    init?(_ request: Request) {
        guard let value = request.cookies[Self.cookieName]?.value, let bytes = Base64URL.decode(String(value)),
            let kind = bytes.first.flatMap({ $0 == 1 ? Kind.done : $0 == 2 ? Kind.failed : nil })
        else { return nil }
        self.init(kind: kind, text: String(decoding: bytes.dropFirst(), as: UTF8.self))
    }

    /// Carries the message over a redirect; cut to what a cookie holds.
    func cookie(isSecure: Bool) -> Cookie {
        let bytes = [kind == .done ? 1 : 2] + Array(text.prefix(400).utf8.prefix(1600))
        return Cookie(
            name: Self.cookieName, value: Base64URL.encode(bytes), maxAge: 60, path: "/", secure: isSecure,
            httpOnly: true, sameSite: .lax)
    }

    /// Takes the message from the browser once it has been shown.
    static func clear(isSecure: Bool) -> Cookie {
        Cookie(name: cookieName, value: "", maxAge: 0, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }
}
