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

    /// What a browser would send of a page's largest form, but for its buttons.
    static func fields(_ markup: String) -> [String: String] {
        let forms = markup.split(separator: "<form").dropFirst().map { $0.split(separator: "</form>").first ?? $0 }
        guard let form = forms.max(by: { $0.utf8.count < $1.utf8.count }) else { return [:] }
        var fields: [String: String] = [:]
        for tag in tags(String(form)) where tag.name == "input" {
            let isOff = tag.attributes["type"] == "checkbox" && tag.attributes["checked"] == nil
            if let name = tag.attributes["name"], !isOff { fields[name] = tag.attributes["value"] ?? "" }
        }
        for area in form.split(separator: "<textarea").dropFirst() {
            guard let name = tags("<textarea" + area.prefix { $0 != ">" } + ">").first?.attributes["name"] else {
                continue
            }
            let text = area.drop { $0 != ">" }.dropFirst(2).split(
                separator: "</textarea>", omittingEmptySubsequences: false)
            fields[name] = decode(text.first ?? "").replacing("\n", with: "\r\n")
        }
        return fields
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
        PageRoutes.createCollection, PageRoutes.collection, PageRoutes.changeCollection, PageRoutes.keys,
        PageRoutes.deleteCollection, PageRoutes.startRun, PageRoutes.addPipeline, PageRoutes.pipelines,
        PageRoutes.newPipeline, PageRoutes.submitNewPipeline, PageRoutes.editPipeline, PageRoutes.submitPipeline,
        PageRoutes.pipeline, PageRoutes.makePipelineDefault, PageRoutes.deletePipeline, UserRoutes.pipelineYAML,
        PageRoutes.jobs, PageRoutes.job,
        PageRoutes.cancelJob, PageRoutes.connectors, PageRoutes.newConnector, PageRoutes.createConnector,
        PageRoutes.connector, PageRoutes.changeConnector, PageRoutes.deleteConnector,
        PageRoutes.retryJob, PageRoutes.results, PageRoutes.result, PageRoutes.resultChanges, PageRoutes.agents,
        PageRoutes.agent,
        PageRoutes.createAgentToken,
        PageRoutes.deleteAgentToken, PageRoutes.renameAgent, PageRoutes.pauseAgent, PageRoutes.revokeAgent,
        PageRoutes.settings, PageRoutes.fileSettings, PageRoutes.saveFileSettings, PageRoutes.cameraSettings,
        PageRoutes.saveCamera, PageRoutes.deleteCamera, PageRoutes.methodSettings, PageRoutes.saveMethod,
        PageRoutes.deleteMethod, PageRoutes.teamSettings, PageRoutes.addPerson, PageRoutes.changePerson,
        PageRoutes.removePerson, PageRoutes.tokenSettings, PageRoutes.createToken, PageRoutes.deleteToken,
        PageRoutes.passwordSettings, PageRoutes.changePassword, PageRoutes.about, ServiceRoutes.ready,
        PageRoutes.deleteAgent, PageRoutes.notifications, PageRoutes.readNotifications, PageRoutes.readNotification,
        UserRoutes.report,
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
