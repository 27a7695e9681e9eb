import Coordinator
import Domain
import Wire

/// What happens to jobs, as frames for browsers.
enum JobFrames {
    /// Where a job is now.
    static func state(of job: JobDTO) -> [String] {
        if job.status.isEnded {
            return [
                WireJSON.text(
                    JobCompletedFrame(jobGuid: job.guid, status: job.status, resultGuid: job.resultGuid))
            ]
        }
        let status = WireJSON.text(
            JobStatusFrame(jobGuid: job.guid, status: job.status, agentGuid: job.agentGuid))
        guard let progress = job.progress else { return [status] }
        return [status, WireJSON.text(JobProgressFrame(jobGuid: job.guid, progress: progress))]
    }

    /// The frames of an event; none where it is about no job.
    static func frames(for event: Event) -> [String] {
        guard let guid = event.job?.description else { return [] }
        switch event {
        case .jobProgress(_, _, let progress):
            return [WireJSON.text(JobProgressFrame(jobGuid: guid, progress: progress))]
        case .jobStatus(_, _, let status, let agent):
            return [WireJSON.text(JobStatusFrame(jobGuid: guid, status: status, agentGuid: agent?.description))]
        case .jobEnded(_, _, let status, let result):
            return [WireJSON.text(JobCompletedFrame(jobGuid: guid, status: status, resultGuid: result?.description))]
        case .jobWarning(_, _, let warning):
            return [WireJSON.text(JobWarningFrame(jobGuid: guid, warning: warning))]
        default: return []
        }
    }
}
