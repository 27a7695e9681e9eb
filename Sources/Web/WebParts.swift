public import Coordinator
public import Hummingbird
public import Logging
import NIOCore

/// Builds the whole web side of a server: API, sockets, pages. The executable and the tests both run what this returns;
/// `coordinator.sweeps` runs beside it and is the caller's to run.
/// - Parameter onServerRunning: called with the port once the server listens.
/// - Throws: where certificate or key cannot be read.
public func buildApplication(
    coordinator: Coordinator, configuration: WebConfiguration = WebConfiguration(), logger: Logger,
    onServerRunning: @escaping @Sendable (Int) async -> Void = { _ in }
) throws -> some ApplicationProtocol {
    let parts = WebParts(coordinator: coordinator, configuration: configuration, logger: logger)
    return Application(
        router: parts.router(),
        server: try .safelight(
            gate: parts.sockets.decide, configuration: configuration.connection, tls: configuration.tls),
        configuration: .init(
            address: .hostname(configuration.host, port: configuration.port), serverName: nil),
        onServerRunning: { channel in await onServerRunning(channel.localAddress?.port ?? configuration.port) },
        logger: logger)
}

/// What a web application is put together from.
struct WebParts {
    let coordinator: Coordinator
    let metrics = WebMetrics()
    let authentication: Authentication
    let sockets: SocketDoor
    let draining: Draining?

    init(coordinator: Coordinator, configuration: WebConfiguration, logger: Logger) {
        self.coordinator = coordinator
        draining = configuration.draining
        let origins = OriginRule(
            publicURL: configuration.publicURL, hasTLS: configuration.tls != nil,
            trustedProxies: configuration.trustedProxies)
        authentication = Authentication(coordinator: coordinator, origins: origins)
        sockets = SocketDoor(
            coordinator: coordinator, authentication: authentication, metrics: metrics, logger: logger)
    }

    /// The router with every route.
    func router() -> Router<SafelightRequestContext> {
        let router = Router(context: SafelightRequestContext.self, options: [.autoGenerateHeadEndpoints])
        let table = RouteTable()
        let pages = PageServer(coordinator: coordinator, authentication: authentication)
        router.add(
            middleware: AnswerMiddleware(
                metrics: metrics, errors: ErrorResponder(table: table, page: pages.showError)))
        let routes = RouteBuilder(router: router, authentication: authentication, table: table)
        AgentAPI(coordinator: coordinator, origins: authentication.origins, metrics: metrics).add(to: routes)
        UserAPI(coordinator: coordinator, origins: authentication.origins).add(to: routes)
        ServiceAPI(coordinator: coordinator, metrics: metrics, draining: draining).add(to: routes)
        pages.add(to: routes)
        return router
    }
}
