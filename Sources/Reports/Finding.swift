import Analysis
import Domain
import HTML

/// A section of a report: what was found, what it means, what to do, and where.
struct Finding {
    /// How much it matters; also a word on the page, since colour is never the only sign.
    enum Weight: String {
        case problem, attention, information

        var word: String {
            switch self {
            case .problem: "Problem"
            case .attention: "Worth a look"
            case .information: "For information"
            }
        }
    }

    /// The most rows that a table shows.
    static let rowLimit = 1000
    /// The most bytes of markup that a table's rows have, so that long paths cannot make a report too large.
    static let byteLimit = 2_000_000

    let weight: Weight
    let title: String
    /// How many there are in all.
    let total: Int
    let meaning: String
    let action: String
    /// What heads the columns.
    let columns: [String]
    let rows: [HTML]

    /// A section whose rows are made only as far as they are shown; nil where there is nothing to say.
    init?<Entry>(
        _ weight: Weight, _ title: String, _ list: CutList<Entry>, meaning: String, action: String, columns: [String],
        row: (Entry) -> [HTML]
    ) {
        guard list.total > 0 else { return nil }
        var rows: [HTML] = []
        var bytes = 0
        for entry in list.entries.prefix(Self.rowLimit) {
            let cells = HTML(joining: row(entry).map { "<td>\($0)</td>" })
            bytes += cells.markup.utf8.count
            if bytes > Self.byteLimit { break }
            rows.append("<tr>\(cells)</tr>")
        }
        (self.weight, self.title, self.total) = (weight, title, list.total)
        (self.meaning, self.action, self.columns, self.rows) = (meaning, action, columns, rows)
    }

    /// A path or a name: data, shown as it is, and kept from turning the text around it.
    static func name(_ text: String) -> HTML { "<bdi dir=\"ltr\" class=\"name\">\(text)</bdi>" }

    /// Several of them below each other, with how many were left out.
    static func names(_ list: CutList<String>) -> HTML {
        let rest = list.total - list.entries.count
        let more: HTML = rest > 0 ? "<li class=\"more\">and \(NumberText.grouped(rest)) more</li>" : .empty
        return "<ul class=\"names\">\(list.entries.map { "<li>\(name($0))</li>" as HTML })\(more)</ul>"
    }

    var html: HTML {
        let rest = total - rows.count
        let more: HTML =
            rest > 0 ? "<p class=\"more\">and \(NumberText.grouped(rest)) more. The results hold the list.</p>" : .empty
        return """
            <section class="finding \(weight.rawValue)"><h2>\(title) <span class="count">\(NumberText.grouped(total))</span>\
            <span class="weight">\(weight.word)</span></h2><p>\(meaning) <b>What to do:</b> \(action)</p>\
            <div class="table" tabindex="0" role="region" aria-label="\(title)"><table><thead><tr>\
            \(columns.map { "<th scope=\"col\">\($0)</th>" as HTML })</tr></thead>
            <tbody>\(HTML(joining: rows, separator: "\n"))</tbody></table></div>\(more)</section>

            """
    }
}
