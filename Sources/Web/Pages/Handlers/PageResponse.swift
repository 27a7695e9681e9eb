import HTML
import HTTPTypes
import Hummingbird

/// Answers with pages and redirects. What browsers may do with them is `SecurityHeaders`'s to say.
enum PageResponse {
    /// A page; nobody keeps it, since it shows one person's view of one moment.
    static func page(_ html: HTML, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.cacheControl: "no-store", .contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html.markup)))
    }

    /// Leads to another page, which is then asked for with GET.
    static func redirect(to address: String) -> Response {
        Response(status: .seeOther, headers: [.cacheControl: "no-store", .location: address])
    }
}
