import HTML
import HTTPTypes
import Hummingbird

/// Answers with pages and redirects, under the policy that all pages obey.
enum PageResponse {
    /// Nothing from elsewhere, nothing inline, framed by nobody, sent nowhere else.
    static let policy =
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

    /// A page.
    static func page(_ html: HTML, status: HTTPResponse.Status = .ok) -> Response {
        var headers = baseHeaders
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentSecurityPolicy] = policy
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html.markup)))
    }

    /// Leads to another page, which is then asked for with GET.
    static func redirect(to address: String) -> Response {
        var headers = baseHeaders
        headers[.location] = address
        return Response(status: .seeOther, headers: headers)
    }

    private static let baseHeaders: HTTPFields = {
        var headers: HTTPFields = [.cacheControl: "no-store", .xContentTypeOptions: "nosniff"]
        if let name = HTTPField.Name("Referrer-Policy") { headers[name] = "same-origin" }
        return headers
    }()
}
