import Coordinator
import HTTPTypes
import Hummingbird
import Wire

/// Adds routes of the tables to the router, each with what its caller has to prove.
struct RouteBuilder {
    let router: Router<SafelightRequestContext>
    let authentication: Authentication
    let table: RouteTable

    /// A handler that nobody has to sign in for.
    typealias Handler = @Sendable (Request, SafelightRequestContext) async throws -> Response
    /// A handler for someone.
    typealias CallerHandler<Caller> = @Sendable (Request, SafelightRequestContext, Caller) async throws -> Response

    /// Adds a route that is open to all.
    func open(_ route: Route, _ handler: @escaping Handler) {
        table.add(route)
        router.on(RouterPath(route.pattern), method: route.method.http, use: handler)
    }

    /// Adds a route for agents, by their key.
    func agent(_ route: Route, _ handler: @escaping CallerHandler<AgentCaller>) {
        open(route) { [authentication] request, context in
            try await handler(request, context, try await authentication.agent(request.headers))
        }
    }

    /// Adds a route for people, by session or API token.
    func user(_ route: Route, _ handler: @escaping CallerHandler<UserCaller>) {
        open(route) { [authentication] request, context in
            try await handler(request, context, try await authentication.user(request, context))
        }
    }

    /// Adds a route that people and agents read.
    func anyone(_ route: Route, _ handler: @escaping CallerHandler<Caller>) {
        open(route) { [authentication] request, context in
            try await handler(request, context, try await authentication.anyone(request, context))
        }
    }
}

/// Someone of a team.
enum Caller: Sendable {
    case user(UserCaller)
    case agent(AgentCaller)

    /// The row of their team.
    var team: Int64 {
        switch self {
        case .user(let caller): caller.team.rowID
        case .agent(let caller): caller.team.rowID
        }
    }
}

extension Route.Method {
    /// The same for the router.
    var http: HTTPRequest.Method {
        switch self {
        case .get: .get
        case .post: .post
        case .put: .put
        case .patch: .patch
        case .delete: .delete
        }
    }
}

extension SafelightRequestContext {
    /// The value of a path parameter; empty where the route has none of the name.
    func parameter(_ name: String) -> String {
        parameters.get(name) ?? ""
    }
}
