import HTTPTypes
import Hummingbird
import WebAssets
import Wire

/// Serves the embedded assets.
struct AssetRoutes: Sendable {
    /// Adds the one route.
    func add(to routes: RouteBuilder) {
        routes.open(ServiceRoutes.asset) { request, context in
            Self.response(
                version: context.parameter("version"), name: context.parameter("name"),
                takesGzip: Self.takesGzip(request.headers[values: .acceptEncoding]))
        }
    }

    /// The asset under its current version may be kept for ever. Under another one (a page from before an update, another
    /// replica) it is served too, but not kept.
    static func response(version: String, name: String, takesGzip: Bool) -> Response {
        guard let asset = AssetLibrary.asset(name) else {
            return Response(status: .notFound, headers: [.contentType: "text/plain; charset=utf-8"])
        }
        let isCurrent = version == AssetLibrary.version
        let compressed = takesGzip ? AssetLibrary.compressed(name) : nil
        var headers: HTTPFields = [
            .contentType: contentType(of: name),
            .cacheControl: isCurrent ? "public, max-age=31536000, immutable" : "no-cache",
            .eTag: "\"\(AssetLibrary.version)\(compressed == nil ? "" : "-gzip")\"",
            .vary: "Accept-Encoding",
            .xContentTypeOptions: "nosniff",
        ]
        if compressed != nil { headers[.contentEncoding] = "gzip" }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: compressed ?? asset.bytes)))
    }

    /// Whether `Accept-Encoding` allows gzip. Source: RFC 9110, 12.5.3.
    static func takesGzip(_ values: [String]) -> Bool {
        let weights = values.flatMap { $0.split(separator: ",") }.map { item -> (coding: String, isWanted: Bool) in
            let parts = item.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return (parts.first ?? "", weight > 0)
        }
        return (weights.first { $0.coding == "gzip" } ?? weights.first { $0.coding == "*" })?.isWanted ?? false
    }

    private static func contentType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }
}
