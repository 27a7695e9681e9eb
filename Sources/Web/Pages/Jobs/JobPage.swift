import Domain
import HTML
import Wire

/// One job: where it stands, why it waits, and all that happened to it.
enum JobPage {
    /// - Parameter asksToCancel: whether the question stands in front of it.
    static func render(
        _ job: JobDTO, explanation: JobExplanation?, asksToCancel: Bool = false, frame: PageFrame
    ) -> HTML {
        let source = PageRoutes.job.path(job.guid)
        let page: HTML = """
            \(asksToCancel ? cancellation(job, frame) : .empty)\(JobRow.actionForm(frame))
            <ul class="rows jobs" data-module="job-progress" data-socket="\(SocketRoutes.job.path(job.guid).address)" \
            data-source="\(source.address)">\(JobRow(job: job, now: frame.now).html)</ul>
            <div class="columns" id="job-detail" data-live>
            <div>\(explanation.map { Self.explanation($0, frame) })\(failure(job))\(timeline(job, frame))\(warnings(job))</div>
            <aside>\(facts(job, frame))</aside>
            </div>
            """
        return frame.render(
            FramedPage(
                title: "\(job.tool.title) on \(job.collectionName)", section: .jobs,
                trail: [("Jobs", PageRoutes.jobs.path())], content: page))
    }

    private static func cancellation(_ job: JobDTO, _ frame: PageFrame) -> HTML {
        let consequence: HTML =
            job.status == .running
            ? "\(job.agentName ?? "The agent") is told to stop; what it has done so far is dropped."
            : "It has not started yet and will not."
        let fields: HTML = """
            <p><strong>\(job.tool.title)</strong> on <strong>\(job.collectionName)</strong> ends without a result. \
            \(consequence)</p><p>Earlier results stay, and it can be run again.</p>
            """
        let close = PageRoutes.job.path(job.guid)
        let form = Dialog.form(
            PageRoutes.cancelJob.path(job.guid), frame: frame, button: "Cancel job", close: close, isDanger: true,
            fields)
        return Dialog(title: "Cancel this job?", close: close, content: form).html
    }

    private static func explanation(_ explanation: JobExplanation, _ frame: PageFrame) -> HTML {
        let agents = explanation.agents.map { agent -> HTML in
            "<li><strong>\(agent.agentName)</strong><span>\(agent.message)</span></li>"
        }
        return Parts.section(
            "Why is it not running?", id: "why",
            """
            <div class="card"><p>\(explanation.summary)</p>\
            \(agents.isEmpty ? Parts.agentLink(frame) : "<ul class=\"reasons\">\(agents)</ul>")</div>
            """)
    }

    private static func failure(_ job: JobDTO) -> HTML {
        guard let message = job.errorMessage else { return .empty }
        let kind: HTML? = job.errorKind.map { "<p class=\"meta\">\($0.title)</p>" }
        let detail: HTML? = job.errorDetail.map {
            "<details class=\"more\"><summary>Details</summary><pre tabindex=\"0\">\($0)</pre></details>"
        }
        return Parts.section(
            job.status == .failed ? "Error" : "Last error", id: "error",
            Parts.notice(.error, "<p>\(message)</p>\(kind)\(detail)"))
    }

    private static func timeline(_ job: JobDTO, _ frame: PageFrame) -> HTML {
        let steps = JobTimeline(job: job).steps.map { step -> HTML in
            let icon = step.icon
            return """
                <li class="step status-\(step.status?.rawValue ?? "note")">\(icon.html)<span>\(step.text)</span>\
                \(Moment.relative(step.instant, now: frame.now))</li>
                """
        }
        return Parts.section("Timeline", id: "timeline", "<ol class=\"timeline\">\(steps)</ol>")
    }

    private static func warnings(_ job: JobDTO) -> HTML {
        guard let warnings = job.warnings, !warnings.isEmpty else { return .empty }
        let items = warnings.map { warning -> HTML in
            let file: HTML? = warning.file.map { "<code>\($0)</code>" }
            return "<li>\(Icon.warning.html)<div><p>\(warning.message)</p>\(file)</div></li>"
        }
        return Parts.section(
            "Warnings", id: "warnings", link: "<span class=\"meta\">\(NumberText.grouped(warnings.count))</span>",
            "<ul class=\"warnings\">\(items)</ul>")
    }

    private static func facts(_ job: JobDTO, _ frame: PageFrame) -> HTML {
        let collection: HTML = "<a \(href: PageRoutes.collection.path(job.collectionGuid))>\(job.collectionName)</a>"
        var facts: [(name: String, value: HTML)] = [
            ("Collection", collection), ("Tool", HTML(text: job.tool.title)),
        ]
        if let pipeline = job.pipelineName {
            let link: HTML? = job.pipelineGuid.map { "<a \(href: PageRoutes.pipeline.path($0))>\(pipeline)</a>" }
            facts.append(("Pipeline", link ?? HTML(text: pipeline)))
        }
        let options = RunOptions.words(job.parameters)
        if !options.isEmpty { facts.append(("Options", HTML(text: options.joined(separator: ", ").capitalizedFirst))) }
        let agent: HTML? = job.agentGuid.map { "<a \(href: PageRoutes.agent.path($0))>\(job.agentName ?? $0)</a>" }
        let needs = job.requiredCapabilities.compactMap(AgentCapability.title).joined(separator: ", ")
        facts += [
            ("Agent", agent ?? "none yet"), ("Attempt", job.attempt == 0 ? "none yet" : "\(job.attempt)"),
            ("Retries", "\(job.retryCount) of \(job.maxRetries)"), ("Needs", HTML(text: needs)),
            ("Created", Moment.relative(job.createdAt, now: frame.now)),
        ]
        if let start = job.startedAt, let end = job.completedAt {
            facts.append(("Took", HTML(text: NumberText.duration(end - start))))
        }
        if job.priority != 0 { facts.append(("Priority", HTML(text: String(job.priority)))) }
        if let parent = job.parentJobGuid {
            facts.append(("Follows", "<a \(href: PageRoutes.job.path(parent))>an earlier job</a>"))
        }
        facts.append(("Id", "<code>\(job.guid)</code>"))
        return Parts.facts(facts)
    }
}

extension ErrorKind {
    /// What people read.
    var title: String {
        switch self {
        case .storageUnavailable: "The storage could not be reached; the last good result stays."
        case .permissionDenied: "The agent may not read this place."
        case .invalidConfiguration: "The configuration has to be mended first."
        case .toolError: "The tool stopped."
        case .internal: "An error inside the agent."
        case .agentLost: "The agent was lost too often."
        }
    }
}
