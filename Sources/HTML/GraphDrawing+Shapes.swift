extension GraphDrawing {
    /// A node's outline with its two lines of text.
    func node(_ node: Node) -> HTML {
        let middle = node.corner.x + node.width / 2
        return """
            <g class="node \(node.shape.rawValue)\(node.isOptional ? " optional" : "")"><title>\(node.title)</title>\
            \(outline(node))<text class="kind" x="\(middle)" y="\(node.corner.y + 20)">\(node.kind)</text>\
            <text class="label" x="\(middle)" y="\(node.corner.y + 38)">\(node.label)</text></g>
            """
    }

    private func outline(_ node: Node) -> HTML {
        let (x, y, width, height) = (node.corner.x, node.corner.y, node.width, node.height)
        let (right, bottom) = (x + width, y + height)
        switch node.shape {
        case .start: return rectangle("box", x, y, width, height, radius: height / 2)
        case .end:
            let inner = rectangle("inner", x + 4, y + 4, width - 8, height - 8, radius: height / 2 - 4)
            return rectangle("box", x, y, width, height, radius: height / 2) + inner
        case .step:
            return rectangle("box", x, y, width, height, radius: 4)
                + "<path class=\"inner\" d=\"M\(x + 8) \(y)V\(bottom)M\(right - 8) \(y)V\(bottom)\"></path>"
        case .sheet:
            return """
                <path class="box" d="M\(x) \(y)H\(right - 12)L\(right) \(y + 12)V\(bottom)H\(x)Z"></path>\
                <path class="inner" d="M\(right - 12) \(y)V\(y + 12)H\(right)"></path>
                """
        case .choice:
            let half = y + height / 2
            return polygon([
                (x, half), (x + 16, y), (right - 16, y), (right, half), (right - 16, bottom), (x + 16, bottom),
            ])
        case .join: return polygon([(x, y), (right, y), (right - 16, bottom), (x + 16, bottom)])
        }
    }

    private func rectangle(
        _ name: StaticString, _ x: Int, _ y: Int, _ width: Int, _ height: Int, radius: Int
    ) -> HTML {
        """
        <rect class="\(name.description)" x="\(x)" y="\(y)" width="\(width)" height="\(height)" rx="\(radius)"></rect>
        """
    }

    private func polygon(_ corners: [(x: Int, y: Int)]) -> HTML {
        "<polygon class=\"box\" points=\"\(corners.map { "\($0.x),\($0.y)" }.joined(separator: " "))\"></polygon>"
    }

    /// An edge's line with the head of its arrow.
    func line(_ edge: Edge) -> HTML {
        guard let first = edge.points.first, let last = edge.points.last, edge.points.count > 1 else { return .empty }
        let before = edge.points[edge.points.count - 2]
        let kind = (edge.isBack ? " back" : "") + (edge.isPale ? " pale" : "")
        if first.x == last.x, edge.points.count == 2, edge.isBack, abs(first.y - last.y) < 52 {
            return loop(first, last, kind)
        }
        // The line ends inside the head, which has the colour of the line.
        let step = last.y > before.y ? 1 : -1
        var path = "M\(first.x) \(first.y)"
        for (from, to) in zip(edge.points, edge.points.dropFirst()) {
            let end = to == last ? to.y - 6 * step : to.y
            path += from.x == to.x ? "V\(end)" : curve(from, Point(x: to.x, y: end))
        }
        let head = [(last.x, last.y), (last.x - 4, last.y - 8 * step), (last.x + 4, last.y - 8 * step)]
        return drawn(path, head, kind)
    }

    /// From the right border of a node around and back to it.
    private func loop(_ first: Point, _ last: Point, _ kind: String) -> HTML {
        let reach = first.x + 28
        let path = "M\(first.x) \(first.y)C\(reach) \(first.y) \(reach) \(last.y) \(last.x + 6) \(last.y)"
        return drawn(path, [(last.x, last.y), (last.x + 8, last.y - 4), (last.x + 8, last.y + 4)], kind)
    }

    private func curve(_ from: Point, _ to: Point) -> String {
        let middle = (from.y + to.y) / 2
        return "C\(from.x) \(middle) \(to.x) \(middle) \(to.x) \(to.y)"
    }

    private func drawn(_ path: String, _ head: [(Int, Int)], _ kind: String) -> HTML {
        """
        <path class="edge\(kind)" d="\(path)"></path>\
        <polygon class="head\(kind)" points="\(head.map { "\($0.0),\($0.1)" }.joined(separator: " "))"></polygon>
        """
    }
}
