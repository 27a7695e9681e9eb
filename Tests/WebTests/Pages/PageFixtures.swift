import Domain
import Wire

@testable import Web

/// People, agents, collections and jobs as pages meet them, hostile names among them.
enum PageFixtures {
    static let now = Timestamp(milliseconds: 1_795_000_000_000)
    static let hostile = "<img src=x onerror=alert(1)>\"'&</script>"

    static func ago(_ seconds: Int64) -> Timestamp { now - .seconds(seconds) }

    static func id(_ prefix: String, _ number: Int) -> String {
        let digits = String(number)
        return prefix + String(repeating: "0", count: 26 - digits.count) + digits
    }

    static func frame(
        pool: PoolStatusDTO = pool(online: 3, idle: 1, running: 2), unread: Int = 3, role: Role = .administrator,
        theme: Theme = .system, flash: Flash? = nil
    ) -> PageFrame {
        let user = UserDTO(
            guid: id("usr_", 1), email: "ines@studio-north.example", name: "Inês Marques", role: role, isSystem: false,
            teamGuid: id("tea_", 1), teamName: "Studio North")
        return PageFrame(
            user: user, theme: theme, csrf: "csrf-0123456789abcdef", unreadCount: unread, pool: pool, now: now,
            flash: flash)
    }

    static func pool(online: Int, idle: Int, running: Int) -> PoolStatusDTO {
        let status: PoolStatus = online == 0 ? .offline : running > 0 ? .running : .idle
        return PoolStatusDTO(onlineCount: online, idleCount: idle, runningJobsCount: running, status: status)
    }

    static func agent(
        _ number: Int, _ name: String, host: String = "nas.local", status: AgentStatus = .online, paused: Bool = false,
        job: Int? = nil, bound: Int = 0, capabilities: [String] = ["local_filesystem", "tool:photostats:1.0.0"],
        roots: [String] = ["/volume1/photos"]
    ) -> AgentDTO {
        AgentDTO(
            guid: id("agt_", number), name: name, hostname: host, osInfo: "Debian GNU/Linux 12",
            platform: "linux-amd64",
            version: "0.1.0", status: status, paused: paused, capabilities: capabilities, connectors: [], roots: roots,
            lastHeartbeat: status == .online ? ago(12) : ago(7400), currentJobGuid: job.map { id("job_", $0) },
            runningJobsCount: job == nil ? 0 : 1, recentJobsCount: number * 3, boundCollectionsCount: bound,
            errorMessage: status == .error ? "The root /mnt/archive is gone. Mount it, then restart the agent." : nil,
            apiKeyPrefix: "a1b2c3", revocationReason: status == .revoked ? "The laptop was sold" : nil,
            createdAt: ago(900_000))
    }

    static let agents = [
        agent(1, "studio-nas", job: 1, bound: 3), agent(2, "retouch-1", host: "retouch-1.studio.lan", job: 2),
        agent(3, "archive-box", host: "10.0.4.17", paused: true), agent(4, "ines-laptop", status: .offline, bound: 1),
        agent(5, "field-mac", status: .error), agent(6, "old-laptop", status: .revoked),
        agent(7, hostile, host: hostile, capabilities: ["local_filesystem", hostile], roots: [hostile]),
    ]

    static func collection(
        _ number: Int, _ name: String, _ location: String, agent: Int = 1, orphans: Int64? = 0
    ) -> CollectionDTO {
        var statistics: [String: JSONValue] = [:]
        if let orphans {
            statistics["photostats"] = photoStats(files: Int64(number) * 48_211, orphans: orphans)
        }
        return CollectionDTO(
            guid: id("col_", number), name: name, type: .local, location: location, boundAgentGuid: id("agt_", agent),
            boundAgentName: "studio-nas", lastRefreshAt: orphans == nil ? nil : ago(Int64(number) * 5400),
            statistics: statistics, createdAt: ago(2_000_000))
    }

    static func photoStats(files: Int64, orphans: Int64) -> JSONValue {
        [
            "total_files": .integer(files), "total_size": .integer(files * 28_411_000),
            "paired_count": .integer(files / 2 - orphans), "orphaned_images_count": .integer(orphans),
            "orphaned_xmp_count": .integer(orphans / 3),
        ]
    }

    static let collections = [
        collection(1, "Weddings 2026", "/volume1/photos/weddings-2026"),
        collection(2, "Landscapes", "/volume1/photos/landscapes", orphans: 128),
        collection(3, "Archive 1998–2015", "/volume2/archive", agent: 4, orphans: 3),
        collection(4, "New arrivals", "/volume1/photos/inbox", orphans: nil),
        collection(5, hostile, "/volume1/\(hostile)/a\nb", agent: 7),
        collection(
            6, String(repeating: "Long", count: 40), "/volume1/" + String(repeating: "very-long-folder/", count: 12)),
    ]

    static func job(
        _ number: Int, _ status: JobStatus, collection: CollectionDTO = collections[0], agent: AgentDTO? = nil
    ) -> JobDTO {
        var job = JobDTO(
            guid: id("job_", number), tool: .photostats, status: status, collectionGuid: collection.guid,
            collectionName: collection.name, boundAgentGuid: collection.boundAgentGuid,
            requiredCapabilities: ["local_filesystem", "tool:photostats"], attempt: 1, retryCount: 0, maxRetries: 3,
            priority: 0, createdAt: ago(600 + Int64(number) * 60))
        if status != .pending && status != .scheduled {
            job.agentGuid = agent?.guid ?? agents[0].guid
            job.agentName = agent?.name ?? agents[0].name
            job.assignedAt = ago(200)
        }
        if status == .running || status.isEnded { job.startedAt = ago(195) }
        if status.isEnded { job.completedAt = ago(Int64(number) * 40) }
        if status.isEnded { job.startedAt = ago(Int64(number) * 40 + 93) }
        if status == .completed { job.resultGuid = id("res_", number) }
        return job
    }

    static func running(_ number: Int, percent: Double, file: String, agent: AgentDTO = agents[0]) -> JobDTO {
        var job = job(number, .running, collection: collections[number % 3], agent: agent)
        job.progress = ProgressUpdate(
            stage: .analyzing, percentage: percent, filesScanned: Int64(percent * 482), totalFiles: 48_211,
            currentFile: file)
        return job
    }

    static func failed(_ number: Int) -> JobDTO {
        var job = job(number, .failed, collection: collections[1])
        job.errorMessage = "The folder /volume1/photos/landscapes is not there. Mount the disk, then retry."
        job.errorKind = .storageUnavailable
        job.errorDetail = "open /volume1/photos/landscapes: no such file or directory (\(hostile))"
        job.attempt = 2
        job.retryCount = 1
        job.attempts = [
            AttemptDTO(
                attempt: 1, agentGuid: agents[0].guid, agentName: "studio-nas", assignedAt: ago(560),
                startedAt: ago(558),
                endedAt: ago(500), outcome: .lost),
            AttemptDTO(
                attempt: 2, agentGuid: agents[1].guid, agentName: hostile, assignedAt: ago(440), startedAt: ago(439),
                endedAt: ago(420), outcome: .failed),
        ]
        job.completedAt = ago(420)
        job.warnings = [
            JobWarning(message: "A folder cannot be read: permission denied.", file: "/volume1/photos/\(hostile)"),
            JobWarning(message: "The name is not UTF-8.", file: "IMG_\\xE9t\\xE9.dng"),
        ]
        return job
    }

    static func result(_ number: Int, report: Int64? = 184_320) -> ResultDTO {
        ResultDTO(
            guid: id("res_", number), jobGuid: id("job_", number), collectionGuid: collections[number % 6].guid,
            collectionName: collections[number % 6].name, tool: .photostats, agentGuid: agents[0].guid,
            agentName: "studio-nas", createdAt: ago(Int64(number) * 7000), durationSeconds: 93.4,
            filesProcessed: Int64(number) * 48_211, figures: photoStats(files: 48_211, orphans: 12), reportSize: report,
            noChangeOf: number.isMultiple(of: 4) ? id("res_", number + 1) : nil)
    }
}
