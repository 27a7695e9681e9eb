import HTTPTypes
import Hummingbird
import NIOCore
import Wire

extension Response {
    /// An answer in JSON. It is not to be kept anywhere: what the API tells changes, and much of it is for one reader.
    static func json(
        _ body: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        Response(
            bytes: WireJSON.encode(body), type: "application/json; charset=utf-8", status: status, headers: headers)
    }

    /// An answer in JSON that is written straight.
    static func json(_ body: some DirectJSON) -> Response {
        Response(bytes: WireJSON.encode(body), type: "application/json; charset=utf-8")
    }

    /// An answer of finished bytes.
    init(
        bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) {
        var headers = headers
        headers[.contentType] = type
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// An answer without a body.
    static var noContent: Response { Response(status: .noContent, headers: [.cacheControl: "no-store"]) }
}
