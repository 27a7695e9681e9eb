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

    /// The same page by gzip, where it is worth it and the browser takes it. What an attacker could guess from a page's length
    /// (the csrf field) is of no use to him: a form also has to come from our own origin.
    static func compressed(_ response: Response, for request: Request) async throws -> Response {
        guard response.headers[.contentType]?.hasPrefix("text/html") == true,
            response.headers[.contentEncoding] == nil, (response.body.contentLength ?? 0) > worthCompressing,
            AssetRoutes.takesGzip(request.headers[values: .acceptEncoding])
        else { return response }
        let collected = CollectedBody()
        try await response.body.write(collected)
        guard let bytes = Gzip.compress(Array(buffer: collected.buffer), level: Gzip.quick) else { return response }
        var response = response
        response.headers[.contentEncoding] = "gzip"
        response.headers[.vary] = "Accept-Encoding"
        response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        return response
    }

    /// Below this many bytes a page fits into the first packets anyway.
    private static let worthCompressing = 4096

    /// Leads to another page, which is then asked for with GET.
    static func redirect(to address: String) -> Response {
        Response(status: .seeOther, headers: [.cacheControl: "no-store", .location: address])
    }
}

/// Takes a body back that is already there as a whole.
private final class CollectedBody: ResponseBodyWriter {
    private(set) var buffer = ByteBuffer()

    func write(_ part: ByteBuffer) {
        var part = part
        buffer.writeBuffer(&part)
    }

    func finish(_ trailingHeaders: HTTPFields?) {}
}
