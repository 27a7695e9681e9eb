import Wire

/// A reader of tags that is good enough for markup of our own making.
enum Markup {
    struct Tag {
        var name: String
        var attributes: [String: String]
    }

    /// The start tags, in order, with their attributes decoded.
    static func tags(_ markup: String) -> [Tag] {
        var tags: [Tag] = []
        var rest = markup[...]
        while let start = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: start)...]
            guard let first = rest.first, first.isLetter else { continue }
            let name = rest.prefix { $0.isLetter || $0.isNumber }
            rest = rest.dropFirst(name.count)
            tags.append(Tag(name: String(name), attributes: attributes(&rest)))
        }
        return tags
    }

    private static func attributes(_ rest: inout Substring) -> [String: String] {
        var attributes: [String: String] = [:]
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == "/" }
            let name = rest.prefix { !$0.isWhitespace && !"=>/".contains($0) }
            guard !name.isEmpty else { return attributes }
            rest = rest.dropFirst(name.count)
            guard rest.hasPrefix("=\"") else {
                attributes[String(name)] = ""
                continue
            }
            rest = rest.dropFirst(2)
            let value = rest.prefix { $0 != "\"" }
            attributes[String(name)] = decode(value)
            rest = rest.dropFirst(value.count + 1)
        }
    }

    private static func decode(_ text: Substring) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
    }
}

/// The routes that pages may lead to.
enum PageTargets {
    private static let routes: [Route] = [
        PageRoutes.dashboard, PageRoutes.setup, PageRoutes.submitSetup, PageRoutes.signIn, PageRoutes.submitSignIn,
        PageRoutes.signOut, PageRoutes.setTheme, PageRoutes.collections, PageRoutes.newCollection,
        PageRoutes.createCollection, PageRoutes.collection, PageRoutes.renameCollection, PageRoutes.moveCollection,
        PageRoutes.deleteCollection, PageRoutes.startRun, PageRoutes.addPipeline, PageRoutes.pipelines,
        PageRoutes.pipeline, PageRoutes.makePipelineDefault, PageRoutes.deletePipeline, UserRoutes.pipelineYAML,
        PageRoutes.jobs, PageRoutes.job,
        PageRoutes.cancelJob,
        PageRoutes.retryJob, PageRoutes.results, PageRoutes.result, PageRoutes.agents, PageRoutes.agent,
        PageRoutes.createAgentToken,
        PageRoutes.deleteAgentToken, PageRoutes.renameAgent, PageRoutes.pauseAgent, PageRoutes.revokeAgent,
        PageRoutes.settings, PageRoutes.fileSettings, PageRoutes.saveFileSettings, PageRoutes.cameraSettings,
        PageRoutes.saveCamera, PageRoutes.deleteCamera, PageRoutes.methodSettings, PageRoutes.saveMethod,
        PageRoutes.deleteMethod, PageRoutes.teamSettings, PageRoutes.addPerson, PageRoutes.changePerson,
        PageRoutes.removePerson, PageRoutes.tokenSettings, PageRoutes.createToken, PageRoutes.deleteToken,
        PageRoutes.passwordSettings, PageRoutes.changePassword, PageRoutes.about, ServiceRoutes.ready,
        PageRoutes.deleteAgent, PageRoutes.notifications, PageRoutes.readNotifications, UserRoutes.report,
        UserRoutes.resultJSON, UserRoutes.findings, SocketRoutes.allJobs, SocketRoutes.job, SocketRoutes.poolStatus,
        SocketRoutes.agents,
        SocketRoutes.notifications,
        ServiceRoutes.asset,
    ]

    /// Whether an address belongs to a route of that method.
    static func holds(_ address: String, method: String) -> Bool {
        let path = address.prefix { $0 != "?" && $0 != "#" }.split(separator: "/", omittingEmptySubsequences: false)
        return routes.contains { route in
            let pattern = route.pattern.split(separator: "/", omittingEmptySubsequences: false)
            return route.method.rawValue.lowercased() == method && pattern.count == path.count
                && zip(pattern, path).allSatisfy { $0.hasPrefix("{") ? !$1.isEmpty : $0 == $1 }
        }
    }
}
