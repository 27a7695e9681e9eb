import Domain
import HTML
import Wire

/// The bar of a held job, with stage, counts and the file in work; nothing for others.
struct JobProgress: Sendable {
    var job: JobDTO

    var html: HTML {
        guard job.status.isHeld else { return .empty }
        let share = job.progress?.percentage
        let value: HTML? = share.map { " value=\"\(String($0))\"" }
        return """
            <div class="progress"><progress max="100"\(value) aria-label="Progress of \(job.tool.title)"></progress>\
            <span class="percent" data-percent>\(share.map(NumberText.percent))</span>\
            <p class="meta"><span data-stage>\(stage)</span><span data-files>\(Self.files(job.progress))</span></p>\
            <p class="file"><bdi data-file>\(job.progress?.currentFile)</bdi></p></div>
            """
    }

    private var stage: String {
        if let stage = job.progress?.stage { return stage.title }
        return job.status == .assigned ? "Waiting for the agent to start" : "Starting"
    }

    /// `12,345 of 50,000 files`.
    static func files(_ progress: ProgressUpdate?) -> String {
        guard let scanned = progress?.filesScanned else { return "" }
        guard let total = progress?.totalFiles, total > 0 else { return NumberText.count(scanned, "file") }
        return "\(NumberText.grouped(scanned)) of \(NumberText.count(total, "file"))"
    }
}
