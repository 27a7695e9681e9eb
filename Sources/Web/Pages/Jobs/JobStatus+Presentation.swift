import Domain
import HTML

extension JobStatus {
    /// What people read.
    var title: String {
        switch self {
        case .scheduled: "Scheduled"
        case .pending: "Pending"
        case .assigned: "Assigned"
        case .running: "Running"
        case .completed: "Completed"
        case .failed: "Failed"
        case .cancelled: "Cancelled"
        }
    }

    var icon: Icon {
        switch self {
        case .scheduled, .pending: .clock
        case .assigned, .running: .spinner
        case .completed: .check
        case .failed: .cross
        case .cancelled: .stop
        }
    }

    /// Icon, colour and word.
    var badge: HTML {
        "<span class=\"status status-\(rawValue)\">\(icon.html)\(title)</span>"
    }
}
