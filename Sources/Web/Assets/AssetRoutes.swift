import HTTPTypes
import Hummingbird
import WebAssets
import Wire

/// Serves the embedded assets.
struct AssetRoutes: Sendable {
    /// Adds the one route.
    func add(to routes: RouteBuilder) {
        routes.open(ServiceRoutes.asset) { _, context in
            Self.response(version: context.parameter("version"), name: context.parameter("name"))
        }
    }

    /// The asset under its current version may be kept for ever. Under another one (a page from before an update, another
    /// replica) it is served too, but not kept.
    static func response(version: String, name: String) -> Response {
        guard let asset = AssetLibrary.asset(name) else {
            return Response(status: .notFound, headers: [.contentType: "text/plain; charset=utf-8"])
        }
        let isCurrent = version == AssetLibrary.version
        let headers: HTTPFields = [
            .contentType: contentType(of: name),
            .cacheControl: isCurrent ? "public, max-age=31536000, immutable" : "no-cache",
            .eTag: "\"\(AssetLibrary.version)\"",
            .xContentTypeOptions: "nosniff",
        ]
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
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
