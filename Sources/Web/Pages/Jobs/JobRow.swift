import Domain
import HTML
import Wire

/// One job in a list, and at the head of its own page. `job-progress.js` finds it by `data-job`, moves its bar in place, and
/// exchanges the whole row for the one on the job's page when the status changes.
struct JobRow: Sendable {
    /// The form that the Retry buttons of all rows belong to; it stands once on each page that shows rows.
    static func actionForm(_ frame: PageFrame) -> HTML {
        "<form id=\"job-actions\" method=\"post\">\(frame.csrfField)</form>"
    }

    /// A live list of jobs.
    static func list(_ jobs: [JobDTO], source: RoutePath, frame: PageFrame) -> HTML {
        let rows = jobs.map { JobRow(job: $0, now: frame.now).html }
        return """
            <ul class="rows jobs" id="job-list" data-live data-module="job-progress" \
            data-socket="\(SocketRoutes.allJobs.path().address)" data-source="\(source.address)">\(rows)</ul>
            """
    }

    var job: JobDTO
    var now: Timestamp

    var html: HTML {
        """
        <li class="row job" data-job="\(job.guid)" data-status="\(job.status.rawValue)">\(job.status.badge)\
        <div class="row-main"><p class="row-title"><a \(href: PageRoutes.job.path(job.guid))>\(job.tool.title)</a> \
        <span class="on">on</span> <a \(href: PageRoutes.collection.path(job.collectionGuid))>\(job.collectionName)</a></p>\
        <p class="meta">\(meta)</p></div>\(JobProgress(job: job).html)\(sentence)\
        <div class="row-actions">\(actions)</div></li>
        """
    }

    private var meta: HTML {
        let agent: HTML? = job.agentName.map { "<span class=\"agent-name\">\(Icon.agents.html)\($0)</span> " }
        let attempt: HTML = job.attempt > 1 ? "<span>attempt \(job.attempt)</span> " : ""
        return "\(agent)\(attempt)<span>\(when)</span>"
    }

    private var when: HTML {
        switch job.status {
        case .assigned, .running:
            Moment.elapsed(since: job.startedAt ?? job.assignedAt ?? job.createdAt, now: now)
        case .completed, .failed, .cancelled:
            took + Moment.relative(job.completedAt ?? job.createdAt, now: now)
        case .scheduled:
            "due \(Moment.relative(job.scheduledFor ?? job.createdAt, now: now))"
        case .pending:
            waiting
        }
    }

    private var took: HTML {
        guard let start = job.startedAt, let end = job.completedAt else { return .empty }
        return "took \(NumberText.duration(end - start)), "
    }

    private var waiting: HTML {
        if let notBefore = job.notBefore, notBefore > now {
            return "tries again \(Moment.relative(notBefore, now: now))"
        }
        return "created \(Moment.relative(job.createdAt, now: now))"
    }

    private var sentence: HTML {
        switch job.status {
        case .failed, .pending:
            job.errorMessage.map { "<p class=\"row-error\">\($0)</p>" } ?? .empty
        default: .empty
        }
    }

    private var actions: HTML {
        if let result = job.resultGuid {
            return "<a class=\"button small\" \(href: PageRoutes.result.path(result))>\(Icon.results.html)Result</a>"
        }
        switch job.status {
        case .failed, .cancelled: return retry
        case .completed: return .empty
        default:
            if job.cancelRequestedAt != nil { return "<span class=\"meta\">Cancelling…</span>" }
            return Dialog.opener(
                "cancel", on: PageRoutes.job.path(job.guid), label: "\(Icon.stop.html)Cancel job", style: "button small"
            )
        }
    }

    private var retry: HTML {
        """
        <button class="button small" form="job-actions" formaction="\(PageRoutes.retryJob.path(job.guid).address)">\
        \(Icon.retry.html)Retry</button>
        """
    }
}
