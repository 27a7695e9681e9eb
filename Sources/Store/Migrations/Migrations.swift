import Database

/// Every migration, in order. One that has been released is never changed; a new one goes to the end.
public enum Migrations {
    /// All of them.
    public static let all = [
        accounts, agents, jobs, results, pipelineNames, sockets, figures, pipelineJobs, people,
        connectors,
    ]
}
