import Analysis
import Domain
import HTML

/// What the sidecars say, where they were read.
extension PhotoStatsReport {
    static func sidecarCharts(_ result: PhotoStatsResult) -> [HTML] {
        guard let figures = result.sidecarFigures else { return [] }
        return [
            ratings(figures.ratings), chart("Labels", figures.labels), chart("Cameras", figures.cameras),
            chart("Lenses", figures.lenses), chart("Programs that wrote the sidecars", figures.creatorTools),
        ].compactMap { $0 }
    }

    /// From best to worst, as people think of them, not by how many.
    private static func ratings(_ counts: [String: Int]) -> HTML? {
        guard !counts.isEmpty else { return nil }
        let names = [
            ("5", "★★★★★"), ("4", "★★★★"), ("3", "★★★"), ("2", "★★"), ("1", "★"), ("0", "no star"),
            ("-1", "rejected"), ("other", "other"),
        ]
        let bars = names.compactMap { key, label in
            counts[key].map {
                BarChart.Bar(label: label, value: Int64($0), shown: NumberText.grouped($0))
            }
        }
        return BarChart(title: "Ratings", bars: bars).html
    }

    private static func chart(_ title: String, _ counts: [String: Int]) -> HTML? {
        guard !counts.isEmpty else { return nil }
        let bars = counts.map {
            BarChart.Bar(label: $0.key, value: Int64($0.value), shown: NumberText.grouped($0.value))
        }
        .sorted { ($1.value, $0.label) < ($0.value, $1.label) }
        return BarChart(title: title, bars: bars, hasLongLabels: true).cut(
            to: 12, rest: "other", shown: { NumberText.grouped($0) }
        ).html
    }
}
