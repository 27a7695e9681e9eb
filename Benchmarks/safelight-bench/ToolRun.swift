import Analysis
import Domain
import Reports

/// A tool over a listing, timed without the listing, the writing of results and the report beside it.
enum ToolRun {
    static let names = ["photostats"]

    static func measure(_ tool: String, folder: String) throws -> Figures {
        var figures = Figures()
        let listing = try Listing.list(folder, &figures)
        switch tool {
        case "photostats": photoStats(listing.files, &figures)
        default: throw UnknownTool(name: tool)
        }
        figures.notePeak("peak_bytes")
        return figures
    }

    private static func photoStats(_ files: FileTable, _ figures: inout Figures) {
        let result = figures.time("analyse_us") { PhotoStats.analyse(files: files, configuration: .builtIn) }
        figures.notePeak("analysed_bytes")
        var writer = JSONWriter()
        figures.time("results_us") { result.write(to: &writer) }
        figures["results_bytes"] = writer.bytes.count
        figures["issues"] = result.issueCount
    }
}

/// A tool that is not measured.
struct UnknownTool: Error, CustomStringConvertible {
    let name: String

    var description: String { "there is no tool \(name); there are \(ToolRun.names.joined(separator: ", "))" }
}
