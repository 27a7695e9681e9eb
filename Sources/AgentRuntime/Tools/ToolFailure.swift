import Analysis
import CollectionSources

/// Why a tool was not run to its end. A job gives it a kind, a command line an exit code.
enum ToolFailure: Error, Hashable {
    /// Something wrong with a pipeline, with its place in the configuration where that is a text.
    struct Problem: Hashable {
        let message: String
        let place: TextPlace?

        init(_ message: String, _ place: TextPlace?) {
            (self.message, self.place) = (message, place)
        }

        /// The place first, where there is one.
        var sentence: String {
            guard let place else { return message }
            return "line \(place.line), column \(place.column): \(message)"
        }
    }

    /// The folder could not be listed.
    case listing(ListingError)
    /// There is nothing that opens the storage.
    case denied(String)
    /// The storage is there but cannot be what it should be.
    case storage(String)
    /// The configuration cannot be used.
    case configuration(String)
    /// The pipeline of that name cannot be run.
    case pipeline(String, [Problem])
    /// The caller wanted the end.
    case cancelled
}
