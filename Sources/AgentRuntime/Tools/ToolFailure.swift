import CollectionSources

/// Why a tool was not run to its end. A job gives it a kind, a command line an exit code.
enum ToolFailure: Error, Hashable {
    /// The folder could not be listed.
    case listing(ListingError)
    /// The storage was there but cannot be what it should be.
    case storage(String)
    /// The configuration cannot be used: in a sentence or two, and at length.
    case configuration(String, detail: String? = nil)
    /// The caller wanted the end.
    case cancelled
}
