/// What a run of a tool does at the moment.
public enum ToolStep: Hashable, Sendable {
    /// Listing: files found so far, and the folder that is being read as it is shown, empty for the top one.
    case listing(files: Int, folder: String)
    /// Opening sidecars one by one.
    case readingSidecars(done: Int, total: Int)
    /// The analysis of so many files.
    case analysing(files: Int)
    /// Results and report of so many files.
    case reporting(files: Int)
}
