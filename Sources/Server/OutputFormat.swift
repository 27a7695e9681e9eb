import ArgumentParser
import Wire

/// How data is printed: lines for people, or one JSON document.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json

    /// Prints one value: alone on its line, or as the only member of a document.
    func print(_ name: String, _ value: String) {
        switch self {
        case .text: Console.print(value)
        case .json: Console.print(WireJSON.text([name: value]))
        }
    }

    /// Prints items to standard output.
    func print<Item: Encodable>(_ items: [Item], line: (Item) -> String) {
        switch self {
        case .text: for item in items { Console.print(line(item)) }
        case .json: Console.print(WireJSON.text(items))
        }
    }
}
