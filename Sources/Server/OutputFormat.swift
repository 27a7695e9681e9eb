import ArgumentParser
import Wire

/// How data is printed: lines for people, or one JSON document.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json

    /// Prints items to standard output.
    func print<Item: Encodable>(_ items: [Item], line: (Item) -> String) {
        switch self {
        case .text: for item in items { Console.print(line(item)) }
        case .json: Console.print(WireJSON.text(items))
        }
    }
}
