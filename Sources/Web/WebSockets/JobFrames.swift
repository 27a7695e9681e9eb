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

    /// The frames of an event; none where it is about no job, or another one.
    static func frames(for event: Event, only guid: String?) -> [String] {
        func frame(_ job: JobID, _ make: (String) -> String) -> [String] {
            guid == nil || guid == job.description ? [make(job.description)] : []
        }
        switch event {
        case .jobProgress(_, let job, let progress):
            return frame(job) { WireJSON.text(JobProgressFrame(jobGuid: $0, progress: progress)) }
        case .jobStatus(_, let job, let status, let agent):
            return frame(job) {
                WireJSON.text(JobStatusFrame(jobGuid: $0, status: status, agentGuid: agent?.description))
            }
        case .jobEnded(_, let job, let status, let result):
            return frame(job) {
                WireJSON.text(JobCompletedFrame(jobGuid: $0, status: status, resultGuid: result?.description))
            }
        case .jobWarning(_, let job, let warning):
            return frame(job) { WireJSON.text(JobWarningFrame(jobGuid: $0, warning: warning)) }
        default: return []
        }
    }
}
