import HTML

/// What lies, one thing in a row. On a phone a row stands as a block, each cell with its column's name before it.
struct Table: Sendable {
    /// A column.
    struct Column: Sendable {
        /// How its cells stand.
        enum Style: String, Sendable {
            case text = ""
            /// What the row is about, with its link.
            case main = "main-cell"
            /// To the right, never broken.
            case number
            /// As `text` and `number`, left out where there is little room and no phone.
            case extra = "wide-only"
            case extraNumber = "number wide-only"
            /// A moment or a word, never broken.
            case word
            /// A text that may have to be broken, but not into shreds.
            case email
            /// The buttons of a row, to the right.
            case actions
        }

        var title: String
        var style = Style.text

        init(_ title: String, _ style: Style = .text) {
            self.title = title
            self.style = style
        }

        fileprivate var className: HTML { style == .text ? "" : " class=\"\(style.rawValue)\"" }

        fileprivate var head: HTML {
            style == .actions ? "<td></td>" : "<th scope=\"col\"\(className)>\(title)</th>"
        }

        fileprivate func cell(_ content: HTML) -> HTML {
            let label: HTML = style == .main || style == .actions ? "" : " data-label=\"\(title)\""
            return "<td\(className)\(label)>\(content)</td>"
        }
    }

    var columns: [Column]
    /// The cells of each row, in the columns' order.
    var rows: [[HTML]]

    var html: HTML {
        let body = rows.map { cells -> HTML in "<tr>\(zip(columns, cells).map { $0.cell($1) })</tr>" }
        return """
            <table class="table"><thead><tr>\(columns.map(\.head))</tr></thead>
            <tbody>\(body)</tbody></table>
            """
    }
}
