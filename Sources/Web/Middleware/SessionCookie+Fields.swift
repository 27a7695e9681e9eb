import HTTPTypes
import Hummingbird

extension SessionCookie {
    /// The secret in a request's header fields; nil where they bring none.
    static func secret(in headers: HTTPFields) -> String? {
        Cookies(from: headers[values: .cookie])[name].map(\.value).flatMap { $0.isEmpty ? nil : $0 }
    }
}
