import Testing

@testable import HTML

/// Charts: drawn in proportion, and saying the same in words.
@Suite struct ChartsTests {
    private func bar(_ label: String, _ value: Int64) -> BarChart.Bar {
        .init(label: label, value: value, shown: "\(value) files")
    }

    @Test func barsAreInProportionToTheLongest() {
        let markup = BarChart(title: "Types", bars: [bar(".dng", 200), bar(".xmp", 50)]).html.markup
        #expect(markup.contains("class=\"fill\" width=\"1000\""))
        #expect(markup.contains("class=\"fill\" width=\"250\""))
    }

    @Test func everyBarSaysItsValueInWords() {
        let markup = BarChart(title: "Types", bars: [bar(".dng", 200)]).html.markup
        #expect(markup.contains("aria-label=\".dng: 200 files\""))
        #expect(markup.contains("<span>200 files</span>"))
        #expect(markup.contains("<figcaption>Types</figcaption>"))
    }

    @Test func aSmallBarIsVisibleAndNothingIsNot() {
        let markup = BarChart(title: "", bars: [bar("a", .max), bar("b", 1), bar("c", 0)]).html.markup
        #expect(markup.contains("class=\"fill\" width=\"4\""))
        #expect(markup.contains("class=\"fill\" width=\"0\""))
    }

    @Test func labelsAreData() {
        let markup = BarChart(title: "<b>", bars: [bar("\"><script>", 1)]).html.markup
        #expect(!markup.contains("<script") && !markup.contains("<b>"))
    }

    @Test func manyBarsAreCutAndTheRestSummedUp() {
        let chart = BarChart(title: "", bars: (1...20).map { bar("\($0)", $0) })
            .cut(to: 3, rest: "other", shown: { "\($0)" })
        #expect(chart.bars.map(\.value) == [20, 19, 18, 153])
        #expect(chart.bars.last?.label == "other")
        let short = BarChart(title: "", bars: [bar("a", 1)])
        #expect(short.cut(to: 3, rest: "other", shown: { "\($0)" }) == short)
    }

    @Test func sharesMeetAndFillTheWhole() {
        let shares = [1, 0, 1, 1].map { ShareChart.Share(label: "s", value: $0, shown: "\($0)", tone: .good) }
        let markup = ShareChart(title: "Whole", shares: shares).html.markup
        #expect(markup.contains("x=\"0\" width=\"333\"") && markup.contains("x=\"333\" width=\"334\""))
        #expect(markup.contains("x=\"667\" width=\"333\""))
        #expect(markup.contains("aria-label=\"Whole. s: 1, s: 0, s: 1, s: 1\""))
    }

    @Test func aWholeOfNothingHasNoSegments() {
        let share = ShareChart.Share(label: "none", value: 0, shown: "0", tone: .bad)
        #expect(!ShareChart(title: "", shares: [share]).html.markup.contains("<rect"))
    }
}
