import NIOCore
import NIOHTTP1
import Wire

extension HTTPRequest {
    /// A request to an address of the route table, with a bearer secret where there is one.
    init(_ route: Route, path: RoutePath, secret: String? = nil, body: ByteBuffer = ByteBuffer(), isJSON: Bool = true) {
        var headers = HTTPHeaders([("Host", "127.0.0.1")])
        if let secret { headers.add(name: "Authorization", value: "Bearer \(secret)") }
        if route.method != .get {
            headers.add(name: "Content-Type", value: isJSON ? "application/json" : "application/octet-stream")
            headers.add(name: "Content-Length", value: String(body.readableBytes))
        }
        head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: route.method.rawValue), uri: path.description,
            headers: headers)
        self.body = body
    }

    /// A request with a JSON text.
    init(_ route: Route, path: RoutePath, secret: String?, json: String) {
        self.init(route, path: path, secret: secret, body: ByteBuffer(string: json))
    }

    /// `GET /health/live`.
    static var live: Self { Self(ServiceRoutes.live, path: ServiceRoutes.live.path()) }

    /// A page with a person's session.
    static func page(_ path: String, cookie: String) -> Self {
        var request = live
        request.head.uri = path
        request.head.headers.add(name: "Cookie", value: cookie)
        return request
    }

    /// A heartbeat as an idle agent sends it.
    static func heartbeat(_ key: String) -> Self {
        Self(
            AgentRoutes.heartbeat, path: AgentRoutes.heartbeat.path(), secret: key,
            json: """
                {"status":"online","current_job_guid":null,\
                "metrics":{"cpu_percent":3.5,"memory_percent":41.2,"disk_free_gb":812.4}}
                """)
    }

    /// A claim.
    static func claim(_ key: String, capabilities: [String], wait: Int) -> Self {
        let words = capabilities.map { "\"\($0)\"" }.joined(separator: ",")
        return Self(
            AgentRoutes.claim, path: AgentRoutes.claim.path(), secret: key,
            json: "{\"capabilities\":[\(words)],\"wait_seconds\":\(wait)}")
    }

    /// The first progress of a job, which starts it.
    static func start(_ key: String, _ assignment: Assignment) -> Self {
        Self(
            AgentRoutes.progress, path: AgentRoutes.progress.path(assignment.guid), secret: key,
            json: "{\"stage\":\"initializing\",\"percentage\":0}")
    }

    /// The end of a job, with its result in the request.
    static func complete(_ key: String, _ assignment: Assignment, _ results: SignedResults) -> Self {
        Self(
            AgentRoutes.complete, path: AgentRoutes.complete.path(assignment.guid), secret: key,
            body: results.completion(of: assignment))
    }
}
