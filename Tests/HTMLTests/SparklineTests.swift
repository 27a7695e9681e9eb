import HTML
import Testing

@Suite("Sparklines")
struct SparklineTests {
    private func points(_ values: [Int64]) -> String? {
        let text = Sparkline(values: values, label: "l").html.markup
        guard let start = text.firstRange(of: "points=\"")?.upperBound else { return nil }
        return String(text[start...].prefix { $0 != "\"" })
    }

    @Test(
        "The lowest number lies at the bottom, the highest at the top, at even distances",
        arguments: [
            ([0, 10], "0,22 120,2"), ([10, 0, 5], "0,2 60,22 120,12"), ([7, 7, 7], "0,12 60,12 120,12"),
            ([.min, .max], "0,22 120,2"), ([3], ""), ([], ""),
        ] as [([Int64], String)])
    func course(values: [Int64], expected: String) {
        #expect(points(values) == expected)
    }

    @Test("Its words are text, whatever is in them")
    func label() {
        let text = Sparkline(values: [1, 2], label: "<b>\"&").html.markup
        #expect(text.contains("aria-label=\"&lt;b&gt;&quot;&amp;\"") && text.contains("role=\"img\""))
    }
}
