import Domain
import Wire

/// Events as JSON between servers: short names, and nothing that the listener can read in the database itself.
enum EventCodec {
    /// An event in at most so many bytes. Long texts are cut; what is too long even so becomes a word to look again.
    static func encode(_ event: Event, upTo limit: Int) -> [UInt8] {
        for length in [Int.max, 2000, 600, 100] {
            let bytes = CanonicalJSON.encode(.object(members(shortened(event, to: length))))
            if bytes.count <= limit { return bytes }
        }
        return CanonicalJSON.encode(.object(members(.missed(team: event.team))))
    }

    /// Reads an event; nil for a kind that this version does not know, which a newer server may send.
    static func decode(_ json: JSONValue) -> Event? {
        guard let kind = json["k"]?.stringValue, let team = json["t"]?.integerValue else { return nil }
        switch kind {
        case "available":
            guard let needs = json["r"]?.stringValue else { return nil }
            return .jobAvailable(team: team, requirement: Requirement(key: needs), boundAgent: json["b"]?.integerValue)
        case "assigned": return json["a"]?.integerValue.map { .jobAssigned(team: team, agent: $0) }
        case "agent": return json["a"]?.integerValue.map { .agentChanged(team: team, agent: $0) }
        case "agent_job": return json["a"]?.integerValue.map { .agentJobChanged(team: team, agent: $0) }
        case "deleted": return agent(json).map { .agentDeleted(team: team, agent: $0) }
        case "expelled": return agent(json).map { .agentExpelled(team: team, agent: $0) }
        case "pool": return .poolChanged(team: team)
        case "missed": return .missed(team: team)
        case "notified":
            guard let user = json["u"]?.integerValue, let notice: NotificationDTO = content(json) else { return nil }
            return .notified(team: team, user: user, notice)
        default: return jobEvent(kind, team, json)
        }
    }

    private static func jobEvent(_ kind: String, _ team: Int64, _ json: JSONValue) -> Event? {
        guard let job = json["j"]?.stringValue.flatMap({ JobID($0) }) else { return nil }
        let status = json["s"]?.stringValue.flatMap(JobStatus.init)
        switch kind {
        case "progress": return ProgressUpdate(json["d"]).map { .jobProgress(team: team, job: job, $0) }
        case "status": return status.map { .jobStatus(team: team, job: job, $0, agent: agent(json)) }
        case "ended":
            let result = json["r"]?.stringValue.flatMap { ResultID($0) }
            return status.map { .jobEnded(team: team, job: job, $0, result: result) }
        case "warning":
            guard let warning: JobWarning = content(json) else { return nil }
            return .jobWarning(team: team, job: job, warning)
        case "stop": return json["w"]?.stringValue.map { .stopJob(team: team, job: job, reason: $0) }
        case "socket": return json["x"]?.stringValue.map { .socketOpened(team: team, job: job, socket: $0) }
        default: return nil
        }
    }

    private static func agent(_ json: JSONValue) -> AgentID? {
        json["g"]?.stringValue.flatMap { AgentID($0) }
    }

    private static func content<Content: Decodable>(_ json: JSONValue) -> Content? {
        // `try?`: content of another form is a kind that this version does not know.
        json["d"].flatMap { try? WireJSON.decode(Content.self, from: CanonicalJSON.encode($0)) }
    }

    private static func members(_ event: Event) -> [String: JSONValue] {
        var members: [String: JSONValue] = ["t": .integer(event.team)]
        func fill(_ kind: String, _ job: JobID? = nil, _ agent: AgentID? = nil) {
            members["k"] = .string(kind)
            members["j"] = job.map { .string($0.description) }
            members["g"] = agent.map { .string($0.description) }
        }
        switch event {
        case .jobAvailable(_, let requirement, let boundAgent):
            fill("available")
            members["r"] = .string(requirement.key)
            members["b"] = boundAgent.map(JSONValue.integer)
        case .jobAssigned(_, let agent):
            fill("assigned")
            members["a"] = .integer(agent)
        case .agentChanged(_, let agent):
            fill("agent")
            members["a"] = .integer(agent)
        case .agentJobChanged(_, let agent):
            fill("agent_job")
            members["a"] = .integer(agent)
        case .agentDeleted(_, let agent): fill("deleted", nil, agent)
        case .agentExpelled(_, let agent): fill("expelled", nil, agent)
        case .poolChanged: fill("pool")
        case .missed: fill("missed")
        case .notified(_, let user, let notice):
            fill("notified")
            members["u"] = .integer(user)
            members["d"] = json(notice)
        case .jobProgress(_, let job, let progress):
            fill("progress", job)
            members["d"] = progress.json
        case .jobStatus(_, let job, let status, let agent):
            fill("status", job, agent)
            members["s"] = .string(status.rawValue)
        case .jobEnded(_, let job, let status, let result):
            fill("ended", job)
            members["s"] = .string(status.rawValue)
            members["r"] = result.map { .string($0.description) }
        case .jobWarning(_, let job, let warning):
            fill("warning", job)
            members["d"] = json(warning)
        case .stopJob(_, let job, let reason):
            fill("stop", job)
            members["w"] = .string(reason)
        case .socketOpened(_, let job, let socket):
            fill("socket", job)
            members["x"] = .string(socket)
        }
        return members
    }

    private static func json(_ content: some Encodable) -> JSONValue {
        // `try?`: our own encoder writes nothing that our parser refuses.
        (try? JSONParser.parse(WireJSON.encode(content))) ?? .null
    }

    /// The event with texts of at most so many bytes.
    private static func shortened(_ event: Event, to length: Int) -> Event {
        guard length < .max else { return event }
        switch event {
        case .jobProgress(let team, let job, var progress):
            progress.message = progress.message.map { cut($0, to: length) }
            // The end of a path says more than its beginning.
            progress.currentFile = progress.currentFile.map {
                String(cut(String($0.reversed()), to: length).reversed())
            }
            return .jobProgress(team: team, job: job, progress)
        case .jobWarning(let team, let job, let warning):
            return .jobWarning(
                team: team, job: job,
                JobWarning(
                    message: cut(warning.message, to: length), file: warning.file.map { cut($0, to: length) },
                    errorType: warning.errorType.map { cut($0, to: length) }))
        case .notified(let team, let user, var notice):
            notice.title = cut(notice.title, to: length)
            notice.message = cut(notice.message, to: length)
            return .notified(team: team, user: user, notice)
        default: return event
        }
    }

    private static func cut(_ text: String, to length: Int) -> String {
        guard text.utf8.count > length else { return text }
        var kept = ""
        var count = 0
        for character in text {
            count += character.utf8.count
            if count > length { break }
            kept.append(character)
        }
        return kept + "…"
    }
}
