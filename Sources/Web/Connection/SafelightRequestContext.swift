public import Hummingbird
import NIOCore

/// What a request's middleware and handlers know beside the request itself.
public struct SafelightRequestContext: RequestContext {
    /// What Hummingbird keeps for a request.
    public var coreContext: CoreRequestContextStorage
    /// Whether the client of this request is still there.
    public let presence: ClientPresence
    /// The address of the connection's other end, without a port; a proxy's, if there is one.
    public let remoteAddress: String?

    /// The context of a request that came over a connection.
    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        presence = ClientPresence.current
        remoteAddress = source.channel.remoteAddress?.ipAddress
    }
}
