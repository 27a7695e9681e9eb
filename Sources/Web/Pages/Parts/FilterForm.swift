import Domain
import HTML
import Wire

/// What a list can be narrowed to, as a form that works without scripts; `filters.js` sends it with each choice, so that
/// its button is for searches and for those who have no scripts.
struct FilterForm {
    /// One choice.
    struct Select {
        let name: String
        let label: String
        /// What stands for everything.
        let all: String
        var options: [Choice.Option]
        let chosen: String?
        /// Said where the list has more than stand here.
        var rest: String?
    }

    /// The list.
    let target: RoutePath
    /// The part of the list, which stays.
    var part: (name: String, value: String)?
    /// The field for words, by what it looks at, with what was typed; sent as `q`.
    var search: (label: String, text: String)?
    var selects: [Select] = []
    /// The list without a filter; nil while there is none.
    let clear: RoutePath?

    var html: HTML {
        let part: HTML? = part.map { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" }
        let search: HTML? = search.map { label, text in
            "<input type=\"search\" name=\"q\" value=\"\(text)\" aria-label=\"\(label)\" placeholder=\"\(label)\">"
        }
        let clear: HTML? = clear.map { "<a \(href: $0)>Clear</a>" }
        return """
            <form class="filters" method="get" \(action: target) data-module="filters" role="search">\(part)\(search)\
            \(selects.map(Self.select))<button class="button small">\(search == nil ? "Filter" : "Search")</button>\(clear)</form>
            """
    }

    private static func select(_ select: Select) -> HTML {
        let items = select.options.map { option -> HTML in
            "<option value=\"\(option.value)\"\(" selected", if: option.value == select.chosen)>\(option.title)</option>"
        }
        let rest: HTML? = select.rest.map { "<option value=\"\" disabled>\($0)</option>" }
        let state: HTML = select.chosen == nil ? "" : " class=\"chosen\""
        return """
            <select name="\(select.name)" aria-label="\(select.label)"\(state)><option value="">\(select.all)</option>\
            \(items)\(rest)</select>
            """
    }
}

/// Things that a list can be narrowed to, by name: so many that a person still finds one among them.
struct NamedChoices: Sendable {
    /// The most that are offered.
    static let longest = 200

    var options: [Choice.Option] = []
    /// Whether there are more.
    var isCut = false

    /// Adds the chosen one where it is not among the first.
    mutating func add(_ chosen: String?, name: (String) async throws -> String) async throws {
        guard let chosen, isCut, !options.contains(where: { $0.value == chosen }) else { return }
        options.insert(Choice.Option(value: chosen, title: try await name(chosen)), at: 0)
    }
}

extension FilterForm.Select {
    /// A choice among things by name.
    static func names(_ name: String, _ label: String, _ names: NamedChoices, chosen: String?) -> Self {
        Self(
            name: name, label: label, all: "Any \(label.lowercased())", options: names.options, chosen: chosen,
            rest: names.isCut ? "The first \(NamedChoices.longest). Others: from their own pages" : nil)
    }

    /// The choice of a tool.
    static func tool(_ chosen: Tool?) -> Self {
        Self(
            name: "tool", label: "Tool", all: "Any tool",
            options: Tool.allCases.map { Choice.Option(value: $0.rawValue, title: $0.title) }, chosen: chosen?.rawValue)
    }
}
